//! Figures as SVG, PNG and text. The text is held to the files in `tests/golden`, which are
//! written anew where `FEEDFORWARD_GOLDEN=write` is set, to be looked at and committed.

use feedforward_plot::{
    Arrangement, CellText, Chart, ChartAxis, Diagram, Figure, HeatMap, Image, ImageGrid, Junction,
    Layer, Notation, Panel, PixelOptions, PlotError, Series, TextColor, TextOptions, Ticks, Tone,
};
use ndarray::{Array2, array};
use std::fs;
use std::path::Path;

fn series(name: &str, points: &[(f64, f64)]) -> Series {
    Series { name: name.to_owned(), points: points.to_vec() }
}

fn chart(series: Vec<Series>) -> Figure {
    let panel = Panel { x: ChartAxis::new("z"), y: ChartAxis::new("h(z)"), series, first_style: 0 };
    let arrangement = Arrangement::Stacked;
    Chart { title: "curves".to_owned(), panels: vec![panel], arrangement }.into()
}

fn curves() -> Figure {
    let numbers = || (-50..=50).map(|z| f64::from(z) / 10.0);
    let sigmoid: Vec<_> = numbers().map(|z| (z, 1.0 / (1.0 + (-z).exp()))).collect();
    let step = [(-5.0, 0.0), (0.0, 0.0), (0.0, 1.0), (5.0, 1.0)];
    chart(vec![series("sigmoid", &sigmoid), series("step", &step)])
}

fn heat_map(tone: Tone, values: Array2<f64>, cells: CellText) -> HeatMap {
    HeatMap {
        title: "a matrix".to_owned(),
        row_label: "label".to_owned(),
        column_label: "predicted class".to_owned(),
        row_names: Vec::new(),
        column_names: Vec::new(),
        values,
        tone,
        limit: None,
        value_label: "images".to_owned(),
        cells,
        block_note: "a cell: the strongest of {}".to_owned(),
    }
}

fn confusion() -> Figure {
    let values = array![[974.0, 0.0, 6.0], [0.0, 1131.0, 1.0], [12.0, 3.0, 1023.0]];
    heat_map(Tone::Counts, values, CellText::Counts).into()
}

fn matrix() -> Figure {
    let values = Array2::from_shape_fn((4, 12), |(row, column)| (row as f64 - 1.5) * column as f64);
    heat_map(Tone::Signed, values, CellText::None).into()
}

fn pictures() -> Figure {
    let values = |sign: f64| {
        Array2::from_shape_fn((8, 8), |(row, column)| sign * (row as f64 - column as f64) / 7.0)
    };
    let picture = |caption: &str, sign| Image {
        caption: caption.to_owned(),
        below: String::new(),
        values: values(sign),
    };
    Figure::from(ImageGrid {
        title: "two neurons".to_owned(),
        images: vec![picture("0", 1.0), picture("1", -1.0)],
        per_row: None,
        tone: Tone::Signed,
        limit: None,
        value_label: "weight".to_owned(),
    })
}

fn diagram(sizes: &[usize]) -> Figure {
    let layer = |(index, &neurons): (usize, &usize)| Layer {
        name: format!("layer {index}"),
        neurons,
        notes: vec![format!("Y{index} 1x{neurons}")],
    };
    let junction = |pair: &[usize]| Junction { notes: vec![format!("W {}x{}", pair[0], pair[1])] };
    Figure::from(Diagram {
        title: "layers".to_owned(),
        layers: sizes.iter().enumerate().map(layer).collect(),
        junctions: sizes.windows(2).map(junction).collect(),
        left_out: "{} more".to_owned(),
        notation: Notation::None,
    })
}

fn all() -> Vec<(&'static str, Figure)> {
    vec![
        ("curves", curves()),
        ("confusion", confusion()),
        ("matrix", matrix()),
        ("pictures", pictures()),
        ("layers", diagram(&[2, 3, 784, 2])),
        ("many_layers", diagram(&[1; 100])),
    ]
}

#[test]
fn text_is_as_in_the_golden_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (name, figure) in all() {
        for (end, options) in [
            ("80", TextOptions::default()),
            ("40", TextOptions { width: 40, ..TextOptions::default() }),
            ("color", TextOptions { width: 60, color: TextColor::Ansi }),
        ] {
            let file = folder.join(format!("{name}_{end}.txt"));
            let found = figure.to_text(&options).unwrap();
            if std::env::var_os("FEEDFORWARD_GOLDEN").is_some_and(|value| value == "write") {
                fs::write(&file, &found).unwrap();
            }
            let expected = fs::read_to_string(&file).unwrap();
            assert!(found == expected, "{}:\n{found}\nexpected:\n{expected}", file.display());
        }
    }
}

#[test]
fn text_is_no_wider_than_asked_for_and_plain_text_has_no_escape_codes() {
    for (name, figure) in all() {
        for width in [40, 41, 79, 80, 200, 1000] {
            let text = figure.to_text(&TextOptions { width, color: TextColor::Plain }).unwrap();
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(widest <= width, "{name} at {width}: {widest}");
            assert!(!text.contains('\x1b'), "{name}");
            assert!(
                text.ends_with('\n') && text.lines().all(|line| !line.ends_with(' ')),
                "{name}"
            );
        }
    }
}

#[test]
fn every_curve_has_a_marker_of_its_own_in_text() {
    let text = curves().to_text(&TextOptions::default()).unwrap();
    for marker in ['o', 'x'] {
        let rows = text.lines().skip(3).filter(|line| line.contains(marker)).count();
        assert!(rows >= 2, "{marker} is in {rows} rows of\n{text}");
    }
}

#[test]
fn svg_is_well_formed_and_as_wide_as_asked_for() {
    for (name, figure) in all() {
        for width in [300, 800, 4000] {
            let svg = figure.to_svg(&PixelOptions { width }).unwrap();
            let document = roxmltree::Document::parse(&svg).unwrap();
            let root = document.root_element();
            assert_eq!(root.attribute("width"), Some(&*width.to_string()), "{name}");
            assert!(root.descendants().any(|node| node.has_tag_name("text")), "{name}");
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        }
    }
}

#[test]
fn words_of_others_stay_words_in_svg() {
    let name = "<script>&\"'$x^2$\x1b\u{0}\u{ffff}손";
    let svg = chart(vec![series(name, &[(0.0, 1.0), (1.0, 2.0)])]);
    let svg = svg.to_svg(&PixelOptions::default()).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let texts: Vec<_> = document.descendants().filter_map(|node| node.text()).collect();
    assert!(texts.iter().any(|text| text.starts_with("<script>&\"'$x^2$")), "{texts:?}");
}

#[test]
fn png_decodes_and_is_as_wide_as_asked_for() {
    for (name, figure) in all() {
        for width in [300, 800] {
            let png = figure.to_png(&PixelOptions { width }).unwrap();
            let picture = image::load_from_memory(&png).unwrap().to_luma8();
            assert_eq!(picture.width(), width, "{name}");
            // Letters are there, whatever fonts the machine has.
            assert!(picture.pixels().any(|pixel| pixel.0[0] < 64), "{name}");
        }
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    let options = PixelOptions::default();
    for ((name, first), (_, second)) in all().into_iter().zip(all()) {
        assert_eq!(first.to_svg(&options), second.to_svg(&options), "{name}");
        assert_eq!(first.to_png(&options), second.to_png(&options), "{name}");
    }
}

/// Draws in all three ways.
fn drawn(figure: &Figure) -> Result<(), PlotError> {
    figure.to_svg(&PixelOptions::default())?;
    figure.to_png(&PixelOptions::default())?;
    figure.to_text(&TextOptions::default()).map(|_| ())
}

#[test]
fn numbers_that_are_no_numbers_leave_gaps() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    for points in [
        vec![(1.0, 1.0)],
        vec![(1.0, nan), (2.0, 0.5), (3.0, nan), (4.0, 0.25), (5.0, 0.125)],
        vec![(0.0, inf), (1.0, -inf), (2.0, 0.0)],
        vec![(nan, 0.0), (inf, 1.0), (0.0, 2.0)],
        vec![(0.0, f64::MAX), (1.0, f64::MIN)],
        vec![(0.0, 5e-324), (1.0, 0.0)],
        vec![(1e300, 1.0), (1e300, 1.0)],
        vec![(0.0, 1e16), (1.0, 1e16 + 2.0)],
    ] {
        assert_eq!(drawn(&chart(vec![series("a", &points)])), Ok(()), "{points:?}");
    }
    for values in [array![[nan]], array![[inf, 1.0], [-inf, nan]], array![[0.0, 0.0]]] {
        for tone in [Tone::Counts, Tone::Signed, Tone::Light] {
            for cells in [CellText::None, CellText::Counts] {
                assert_eq!(drawn(&heat_map(tone, values.clone(), cells).into()), Ok(()));
            }
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let refused = |figure: &Figure| drawn(figure).unwrap_err().to_string();
    let nothing = [chart(Vec::new()), chart(vec![series("a", &[])]), diagram(&[])];
    for figure in nothing {
        assert!(refused(&figure).contains("nothing to draw"));
    }
    assert!(refused(&chart(vec![series("a", &[(0.0, f64::NAN)])])).contains("is a number"));
    let empty = heat_map(Tone::Counts, Array2::zeros((0, 3)), CellText::None);
    assert!(refused(&empty.into()).contains("no values"));
    let mut misnamed = heat_map(Tone::Counts, Array2::zeros((2, 2)), CellText::None);
    misnamed.row_names = vec!["one".to_owned()];
    assert!(refused(&misnamed.into()).contains("expected 2 names, found 1"));
    let Figure::ImageGrid(mut pictures) = pictures() else { panic!("pictures") };
    pictures.images[0].values = Array2::zeros((3, 3));
    assert!(refused(&pictures.clone().into()).contains("not all of one size"));
    pictures.images = vec![pictures.images[1].clone(); 400];
    pictures.per_row = std::num::NonZeroUsize::new(400);
    assert!(refused(&pictures.clone().into()).contains("side by side need a width of"));
    for picture in &mut pictures.images {
        picture.values = Array2::zeros((3000, 1));
    }
    pictures.per_row = std::num::NonZeroUsize::new(1);
    assert!(refused(&pictures.into()).contains("are the most"));
    for width in [0, 299, 4001, u32::MAX] {
        let error = curves().to_svg(&PixelOptions { width }).unwrap_err();
        assert!(error.to_string().contains("expected 300 to 4000"), "{error}");
    }
    for width in [0, 39, 1001, usize::MAX] {
        let options = TextOptions { width, color: TextColor::Plain };
        assert!(curves().to_text(&options).is_err());
    }
}

#[test]
fn a_million_points_are_thinned_to_the_pixels() {
    let points: Vec<_> = (0..1_000_000).map(|i| (f64::from(i), f64::from(i % 1000))).collect();
    let figure = chart(vec![series("saw", &points)]);
    let svg = figure.to_svg(&PixelOptions::default()).unwrap();
    assert!(svg.len() < 200_000, "{}", svg.len());
    assert!(figure.to_text(&TextOptions::default()).is_ok());
}

#[test]
fn whole_ticks_are_at_whole_numbers_only() {
    let panel = Panel {
        x: ChartAxis { ticks: Ticks::Whole, ..ChartAxis::new("epoch") },
        y: ChartAxis::new("loss"),
        series: vec![series("training", &[(1.0, 0.5), (2.0, 0.25)])],
        first_style: 0,
    };
    let (title, arrangement) = ("training".to_owned(), Arrangement::Stacked);
    let figure = Figure::from(Chart { title, panels: vec![panel], arrangement });
    let svg = figure.to_svg(&PixelOptions { width: 800 }).unwrap();
    assert!(svg.contains(">1</text>") && svg.contains(">2</text>") && !svg.contains(">1.5</text>"));
}

#[test]
fn counts_are_legible_on_their_cells() {
    let svg = confusion().to_svg(&PixelOptions::default()).unwrap();
    let document = roxmltree::Document::parse(&svg).unwrap();
    let fill = |text: &str| {
        let node = document.descendants().find(|node| node.text() == Some(text)).unwrap();
        node.attribute("fill").unwrap().to_owned()
    };
    assert_eq!((fill("1023").as_str(), fill("12").as_str()), ("#ffffff", "#000000"));
}
