//! Figures that explain: a neuron, a product, output functions, a plane, a batch, layers in symbols.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use feedforward_plot::{
    Arrangement, Chart, ChartAxis, Diagram, Figure, Image, ImageGrid, Junction, Layer, Neuron,
    NeuronInput, Notation, Panel, PixelOptions, Plane, PlanePanel, PlanePoint, Product, Series,
    Shape, ShapeChain, TextColor, TextOptions, Tone, WiredFunction, Wires, Wiring,
};
use ndarray::{Array2, array};
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

fn words(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn neuron() -> Figure {
    let input = |name: &str, value: &str, weight: &str| NeuronInput {
        name: name.to_owned(),
        value: value.to_owned(),
        weight: weight.to_owned(),
    };
    Figure::from(Neuron {
        title: "a neuron".to_owned(),
        inputs: vec![
            input("", "1", "b = −0.7"),
            input("x₁", "1", "w₁ = 0.5"),
            input("x₂", "1", "w₂ = 0.5"),
        ],
        parts: ["inputs", "sum", "activation", "output"].map(str::to_owned),
        sum: "a = 0.3".to_owned(),
        activation: "step".to_owned(),
        curve: vec![(-1.0, 0.0), (0.0, 0.0), (0.0, 1.0), (1.0, 1.0)],
        output_name: "y".to_owned(),
        output: "1".to_owned(),
        formulas: words(&["a = 1·b + x₁w₁ + x₂w₂ = 0.3"]),
    })
}

fn product() -> Product {
    let texts = |values: Array2<i32>| values.mapv(|value| value.to_string());
    Product {
        title: "a product".to_owned(),
        matrices: [
            texts(array![[1, 2], [3, 4], [5, 6]]),
            texts(array![[5, 6], [7, 8]]),
            texts(array![[19, 22], [43, 50], [67, 78]]),
        ],
        names: ["A", "B", "C"].map(str::to_owned),
        entry: (0, 1),
        row_names: words(&["row 1", "row 2", "row 3"]),
        column_names: words(&["column 1", "column 2"]),
        formulas: words(&["1×6 + 2×8 = 22"]),
        matching: "these must be equal".to_owned(),
    }
}

fn wiring(wires: Wires) -> Figure {
    Figure::from(Wiring {
        title: "an output layer".to_owned(),
        functions: vec![WiredFunction {
            name: "a function".to_owned(),
            inputs: words(&["a₁ = 1", "a₂ = 2", "a₃ = 3"]),
            outputs: words(&["y₁", "y₂", "y₃"]),
            wires,
            notes: words(&["a note"]),
        }],
    })
}

/// Class 1 in the upper half. The last point has the class of the lower half.
fn plane() -> Figure {
    let point = |x, y, class| PlanePoint { x, y, class };
    Figure::from(Plane {
        title: "a plane".to_owned(),
        panels: vec![PlanePanel {
            name: "half".to_owned(),
            x: ChartAxis::from_to("x₁", -1.0, 1.0),
            y: ChartAxis::from_to("x₂", -1.0, 1.0),
            regions: Array2::from_shape_fn((40, 40), |(row, _)| usize::from(row < 20)),
            points: vec![point(0.0, 0.5, 1), point(0.5, -0.5, 0), point(-0.5, 0.5, 0)],
        }],
        classes: words(&["no", "yes"]),
        wrong: "wrong".to_owned(),
    })
}

fn batch() -> Figure {
    let shape = |name: &str, rows, columns| Shape {
        name: name.to_owned(),
        rows,
        columns,
        note: "layer".to_owned(),
    };
    Figure::from(ShapeChain {
        title: "a batch".to_owned(),
        signals: vec![shape("X", 100, 784), shape("Y1", 100, 50)],
        weights: vec![shape("W1", 784, 50)],
        notes: words(&["a row is one input"]),
    })
}

fn layers(sizes: &[usize], notation: Notation) -> Figure {
    let layer = |&neurons: &usize| Layer { name: "층".to_owned(), neurons, notes: Vec::new() };
    Figure::from(Diagram {
        title: "layers".to_owned(),
        layers: sizes.iter().map(layer).collect(),
        junctions: sizes.windows(2).map(|_| Junction { notes: words(&["W"]) }).collect(),
        left_out: "{} more".to_owned(),
        notation,
    })
}

fn side_by_side() -> Figure {
    let panel = |first_style| Panel {
        x: ChartAxis::from_to("z", -5.0, 5.0),
        y: ChartAxis::new("h(z)"),
        series: vec![Series { name: "h".to_owned(), points: vec![(-5.0, -1.0), (5.0, 1.0)] }],
        first_style,
    };
    Figure::from(Chart {
        title: "three".to_owned(),
        panels: (0..3).map(panel).collect(),
        arrangement: Arrangement::SideBySide,
    })
}

fn all() -> Vec<Figure> {
    vec![
        neuron(),
        product().into(),
        wiring(Wires::Each),
        wiring(Wires::All),
        plane(),
        batch(),
        layers(&[2, 3, 2], Notation::Symbols),
        layers(&[1; 40], Notation::Symbols),
        side_by_side(),
    ]
}

fn svg(figure: &Figure) -> String {
    figure.to_svg(&PixelOptions::default()).unwrap()
}

/// The text nodes: what they say, and where.
fn texts(svg: &str) -> Vec<(String, f64, f64)> {
    let document = Document::parse(svg).unwrap();
    let nodes = document.descendants().filter(|node| node.has_tag_name("text"));
    nodes
        .map(|node| {
            let text = node.text().unwrap_or_default().to_owned();
            (text, number(node, "x"), number(node, "y"))
        })
        .collect()
}

fn number(node: Node<'_, '_>, attribute: &str) -> f64 {
    node.attribute(attribute).unwrap().parse().unwrap()
}

/// The number of elements with a tag.
fn count(svg: &str, tag: &str) -> usize {
    Document::parse(svg).unwrap().descendants().filter(|node| node.has_tag_name(tag)).count()
}

/// The number of heads of arrows: paths that are closed.
fn heads(svg: &str) -> usize {
    let document = Document::parse(svg).unwrap();
    let is_head = |node: &Node<'_, '_>| {
        node.has_tag_name("path") && node.attribute("d").is_some_and(|d| d.ends_with('Z'))
    };
    document.descendants().filter(is_head).count()
}

#[test]
fn every_figure_is_drawn_at_every_width() {
    for figure in all() {
        for width in [300, 800, 4000] {
            let svg = figure.to_svg(&PixelOptions { width }).unwrap();
            for (text, x, y) in texts(&svg) {
                assert!((0.0..=f64::from(width)).contains(&x) && y > 0.0, "{text} at {x}, {y}");
            }
            assert!(figure.to_png(&PixelOptions { width }).is_ok());
        }
        for width in [40, 80, 200] {
            let text = figure.to_text(&TextOptions { width, color: TextColor::Plain }).unwrap();
            assert!(text.lines().all(|line| line.chars().count() <= width), "{text}");
        }
    }
}

#[test]
fn a_neuron_has_an_arrow_from_each_input_and_one_to_the_output() {
    let svg = svg(&neuron());
    assert_eq!(heads(&svg), 3 + 2);
    // Three inputs, the sum, the output.
    assert_eq!(count(&svg, "circle"), 5);
    for part in ["Σ", "h( )", "b = −0.7", "a = 0.3", "x₂", "step"] {
        assert!(texts(&svg).iter().any(|(text, ..)| text == part), "{part}");
    }
    let text = neuron().to_text(&TextOptions::default()).unwrap();
    assert!(text.contains("x₁ = 1 ── w₁ = 0.5 ─┼─→ Σ: a = 0.3 ─→ h: step ─→ y = 1"), "{text}");
}

#[test]
fn a_product_marks_one_row_one_column_and_one_entry() {
    let svg = svg(&product().into());
    let document = Document::parse(&svg).unwrap();
    let mut marked: Vec<String> = document
        .descendants()
        .filter(|node| node.has_tag_name("rect"))
        .filter_map(|node| node.attribute("fill"))
        .filter(|fill| !fill.contains("none") && !fill.contains("ffffff"))
        .map(str::to_owned)
        .filter(|fill| fill.starts_with('#'))
        .collect();
    marked.sort();
    let counts: Vec<_> = marked.chunk_by(|a, b| a == b).map(<[String]>::len).collect();
    assert_eq!(counts.iter().sum::<usize>(), 2 + 2 + 1, "{marked:?}");
    assert_eq!(counts.len(), 3, "{marked:?}");
}

#[test]
fn the_sizes_that_must_match_have_one_color() {
    let svg = svg(&product().into());
    let document = Document::parse(&svg).unwrap();
    let label = document.descendants().find(|node| node.text() == Some("these must be equal"));
    let color = label.unwrap().attribute("fill").unwrap();
    let same = document
        .descendants()
        .filter(|node| node.has_tag_name("text") && node.attribute("fill") == Some(color));
    let texts: Vec<_> = same.filter_map(|node| node.text()).collect();
    assert_eq!(texts, ["2", "2", "these must be equal"]);
}

#[test]
fn a_product_of_sizes_that_do_not_match_is_refused() {
    let mut wrong = product();
    wrong.matrices.swap(0, 1);
    let error = Figure::from(wrong).to_svg(&PixelOptions::default()).unwrap_err().to_string();
    assert!(error.contains("do not match"), "{error}");
}

#[test]
fn each_output_has_one_arrow_or_one_from_every_input() {
    assert_eq!(heads(&svg(&wiring(Wires::Each))), 3);
    assert_eq!(heads(&svg(&wiring(Wires::All))), 9);
}

#[test]
fn a_point_in_the_wrong_region_is_crossed_out() {
    let svg = svg(&plane());
    assert!(texts(&svg).iter().any(|(text, ..)| text == "wrong"));
    let Figure::Plane(mut right) = plane() else { panic!("a plane") };
    right.panels[0].points.pop();
    let svg_of_right = self::svg(&right.into());
    assert!(texts(&svg_of_right).iter().all(|(text, ..)| text != "wrong"));
    assert!(count(&svg, "line") > count(&svg_of_right, "line"));
}

#[test]
fn the_regions_of_a_plane_are_its_rows_from_the_top() {
    let text = plane().to_text(&TextOptions::default()).unwrap();
    let row_of = |ground: char| text.lines().position(|line| line.matches(ground).count() > 20);
    assert!(row_of('▒').unwrap() < row_of('·').unwrap(), "{text}");
}

#[test]
fn a_batch_has_the_same_number_of_rows_everywhere() {
    let svg = svg(&batch());
    for part in ["100×784", "784×50", "100×50"] {
        assert!(texts(&svg).iter().any(|(text, ..)| text == part), "{part}");
    }
}

#[test]
fn ten_outputs_are_ten_circles_and_more_are_left_out() {
    assert_eq!(count(&svg(&layers(&[1, 10], Notation::None)), "circle"), 1 + 10);
    // Four, three dots, four.
    assert_eq!(count(&svg(&layers(&[1, 11], Notation::None)), "circle"), 1 + 4 + 3 + 4);
}

#[test]
fn lines_between_neurons_can_be_seen_on_white() {
    let svg = svg(&layers(&[2, 2], Notation::None));
    let document = Document::parse(&svg).unwrap();
    let line = document.descendants().find(|node| node.has_tag_name("line")).unwrap();
    let color = line.attribute("stroke").unwrap().trim_start_matches('#').to_owned();
    let channel = |at: usize| {
        let share = f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap()) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4);
    // WCAG 2.1 wants 3:1 of graphical objects.
    assert!(1.05 / (luminance + 0.05) >= 3.0, "#{color}");
}

#[test]
fn symbols_name_neurons_and_a_weight_of_each_layer() {
    let svg = svg(&layers(&[2, 3, 2], Notation::Symbols));
    let found: BTreeSet<String> = texts(&svg).into_iter().map(|(text, ..)| text).collect();
    for symbol in ["x₁", "x₂", "a₃⁽¹⁾", "y₂", "w₁₂⁽¹⁾", "w₁₂⁽²⁾"] {
        assert!(found.contains(symbol), "{symbol}: {found:?}");
    }
    let text = layers(&[2, 3, 2], Notation::Symbols).to_text(&TextOptions::default()).unwrap();
    assert!(text.contains("a₃⁽¹⁾"), "{text}");
}

#[test]
fn panels_side_by_side_are_level_and_have_colors_of_their_own() {
    let svg = svg(&side_by_side());
    let labels: Vec<_> = texts(&svg).into_iter().filter(|(text, ..)| text == "h(z)").collect();
    assert_eq!(labels.len(), 3);
    assert!(labels.windows(2).all(|pair| pair[0].2 == pair[1].2 && pair[0].1 < pair[1].1));
    let document = Document::parse(&svg).unwrap();
    let strokes: BTreeSet<_> = document
        .descendants()
        .filter(|node| node.has_tag_name("path") || node.has_tag_name("polyline"))
        .filter_map(|node| node.attribute("stroke"))
        .collect();
    assert_eq!(strokes.len(), 3, "{strokes:?}");
}

#[test]
fn negative_numbers_on_axes_have_a_minus_sign() {
    let found: Vec<String> =
        texts(&svg(&side_by_side())).into_iter().map(|(text, ..)| text).collect();
    assert!(found.contains(&"−5".to_owned()) && !found.contains(&"-5".to_owned()), "{found:?}");
}

#[test]
fn words_below_an_image_stand_below_it() {
    let image = Image {
        caption: "above".to_owned(),
        below: "below".to_owned(),
        values: Array2::zeros((8, 8)),
    };
    let grid = Figure::from(ImageGrid {
        title: "one".to_owned(),
        images: vec![image],
        per_row: None,
        tone: Tone::Light,
        limit: Some(1.0),
        value_label: String::new(),
    });
    let svg = svg(&grid);
    let texts = texts(&svg);
    let y_of = |word: &str| texts.iter().find(|(text, ..)| text == word).unwrap().2;
    assert!(y_of("below") - y_of("above") > 100.0);
    let text = grid.to_text(&TextOptions::default()).unwrap();
    assert!(text.find("above").unwrap() < text.find("below").unwrap(), "{text}");
}

/// The number of dark pixels of a chart of one title.
fn darkness(title: &str) -> usize {
    let figure = titled(title);
    let png = figure.to_png(&PixelOptions::default()).unwrap();
    let picture = image::load_from_memory(&png).unwrap().to_luma8();
    picture.pixels().filter(|pixel| pixel.0[0] < 128).count()
}

fn titled(title: &str) -> Figure {
    let Figure::ShapeChain(mut chain) = batch() else { panic!("a chain") };
    chain.title = title.to_owned();
    chain.into()
}

#[cfg(feature = "hangul")]
#[test]
fn hangul_in_a_png_is_drawn_and_no_box() {
    let missing = |title: &str| titled(title).missing_glyphs(&PixelOptions::default()).unwrap();
    assert!(missing("뉴런 a₁⁽¹⁾ − 손실 0.5 é").is_empty());
    // Syllables differ, as boxes do not.
    let counts: BTreeSet<_> =
        ["가가가가", "뷁뷁뷁뷁", "층층층층"].map(darkness).into_iter().collect();
    assert!(counts.len() >= 2, "{counts:?}");
    assert!(darkness("층층층층") > darkness("") + 80);
}

#[test]
fn a_character_that_no_font_has_is_named() {
    let missing = titled("漢字 1").missing_glyphs(&PixelOptions::default()).unwrap();
    assert_eq!(missing.into_iter().collect::<Vec<_>>(), ['字', '漢']);
    assert_eq!(darkness("漢"), darkness("\u{fffd}"));
}
