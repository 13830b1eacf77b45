//! Calls that take all their numbers with them: activations, products, small networks.

use crate::arguments::{Argument, Arguments};
use crate::error::EngineError;
use crate::networks::network_value;
use crate::value::{Value, naturals, object};
use feedforward::kernels::{Kernels, PackedDense, exp};
use feedforward::ndarray::{Array2, ArrayView2};
use feedforward::{Activation, Network, Output, Shape, Trace};

type Answer = Result<Value, EngineError>;

/// The most points on a side of a surface.
const MOST_POINTS: usize = 1024;

/// h(z) and h'(z).
pub(crate) fn activation(arguments: Arguments<'_>) -> Answer {
    let activation = arguments.at(0, "name").activation()?;
    let z = arguments.at(1, "z").floats()?;
    let mut y = z.to_vec();
    kernels()?.activate(activation, &mut y);
    let derivative: Vec<f32> =
        z.iter().zip(&y).map(|(&z, &y)| activation.derivative(z, y)).collect();
    Ok(object! { "y": y, "derivative": derivative })
}

/// left · right.
pub(crate) fn product(arguments: Arguments<'_>) -> Answer {
    let (left, right) = operands(arguments)?;
    Ok(multiply(&left, &right)?.into())
}

/// One entry of left · right, written out.
pub(crate) fn entry(arguments: Arguments<'_>) -> Answer {
    let (left, right) = operands(arguments)?;
    let row = arguments.at(2, "row").natural(left.nrows() - 1)?;
    let column = arguments.at(3, "column").natural(right.ncols() - 1)?;
    let value = multiply(&left, &right)?[[row, column]];
    let (left, right) = (left.row(row).to_vec(), right.column(column).to_vec());
    let products: Vec<f32> = left.iter().zip(&right).map(|(l, r)| l * r).collect();
    Ok(object! { "left": left, "right": right, "products": products, "value": value })
}

/// The steps of an output function over rows of logits.
pub(crate) fn output_steps(arguments: Arguments<'_>) -> Answer {
    let output = arguments.at(0, "name").output()?;
    let logits = arguments.at(1, "logits").matrix()?;
    let maxima: Vec<f32> = logits
        .outer_iter()
        .map(|row| row.iter().copied().fold(f32::NEG_INFINITY, f32::max))
        .collect();
    let exponentials = logits.mapv(exp);
    let mut shifted = logits.clone();
    for (mut row, max) in shifted.outer_iter_mut().zip(&maxima) {
        row.mapv_inplace(|z| exp(z - max));
    }
    let (sums, shifted_sums) = (sums(&exponentials), sums(&shifted));
    let mut naive = exponentials.clone();
    for (mut row, sum) in naive.outer_iter_mut().zip(&sums) {
        row.mapv_inplace(|e| e / sum);
    }
    Ok(object! {
        "y": output.apply(&logits),
        "naive": naive,
        "exponentials": exponentials,
        "sums": sums,
        "maxima": maxima,
        "shifted": shifted,
        "shiftedSums": shifted_sums,
    })
}

/// Every signal of a small network.
pub(crate) fn forward(arguments: Arguments<'_>) -> Answer {
    let network = arguments.at(0, "network").network()?;
    let x = arguments.at(1, "x").matrix()?;
    trace_value(network.predictor()?.trace(&x)?)
}

/// Layers without an activation between them as one.
pub(crate) fn collapse(arguments: Arguments<'_>) -> Answer {
    Ok(network_value(&arguments.at(0, "network").network()?.collapse_linear()))
}

/// The answers of a network over a rectangle of the plane.
pub(crate) fn surface(arguments: Arguments<'_>) -> Answer {
    let network = arguments.at(0, "network").network()?;
    surface_value(&network, &arguments.at(1, "grid"))
}

/// [`surface`] of a network that is already there.
pub(crate) fn surface_value(network: &Network, grid: &Argument<'_>) -> Answer {
    let points = points(grid)?;
    let output = network.output();
    if grid.field("hidden").flag()? {
        let trace = network.predictor()?.trace(&points)?;
        let last = trace.layers.len() - 1;
        let classes = classes(output, trace.layers[last].y.view());
        let hidden = trace.layers.into_iter().take(last).map(|layer| layer.y);
        return Ok(object! {
            "y": trace.y, "classes": classes, "hidden": Value::list(hidden),
        });
    }
    // The logits, of which both the classes and the answers are made.
    let logits =
        Network::new(network.layers().to_vec(), Output::Identity)?.predictor()?.predict(&points)?;
    let classes = classes(output, logits.view());
    let columns = logits.ncols();
    let (mut y, rows) = (logits.into_raw_vec_and_offset().0, points.nrows());
    output.apply_rows(kernels()?, &mut y, columns);
    Ok(object! {
        "y": object! { "rows": rows, "columns": columns, "data": y },
        "classes": classes,
        "hidden": Value::List(Vec::new()),
    })
}

/// Every signal, as numbers.
pub(crate) fn trace_value(trace: Trace) -> Answer {
    let Trace { x, layers, y, output, .. } = trace;
    // The last layer's signals are the logits, by which `predict` decides too.
    let classes = layers.last().map(|last| classes(output, last.y.view()));
    let layers = layers.into_iter().map(|layer| {
        object! { "activation": layer.activation.to_string(), "z": layer.z, "y": layer.y }
    });
    Ok(object! { "x": x, "layers": Value::list(layers), "y": y, "classes": classes })
}

/// The class of each row of logits.
pub(crate) fn classes(output: Output, logits: ArrayView2<'_, f32>) -> Vec<u32> {
    let class = |row: &[f32]| output.class_of(row).unwrap_or(0);
    naturals(logits.outer_iter().map(|row| match row.as_slice() {
        Some(row) => class(row),
        None => class(&row.to_vec()),
    }))
}

/// The kernels of this module.
pub(crate) fn kernels() -> Result<Kernels, EngineError> {
    Kernels::select().map_err(|error| EngineError { kind: "internal", message: error.to_string() })
}

/// The points of a grid, row by row from the top: the centres of its cells.
fn points(grid: &Argument<'_>) -> Result<Array2<f32>, EngineError> {
    let size = grid.field("size").count(MOST_POINTS)?.get();
    let [left, right, bottom, top] =
        ["left", "right", "bottom", "top"].map(|side| grid.field(side).finite());
    let (left, right, bottom, top) = (left?, right?, bottom?, top?);
    if left >= right || bottom >= top {
        let name = grid.name();
        return Err(EngineError::option(format!(
            "{name}: expected left < right and bottom < top, found {left}, {right} and {bottom}, {top}"
        )));
    }
    let at = |from: f64, to: f64, index: usize| {
        (from + (to - from) * (index as f64 + 0.5) / size as f64) as f32
    };
    Ok(Array2::from_shape_fn((size * size, 2), |(row, axis)| match axis {
        0 => at(left, right, row % size),
        _ => at(top, bottom, row / size),
    }))
}

/// Two matrices that can be multiplied.
fn operands(arguments: Arguments<'_>) -> Result<(Array2<f32>, Array2<f32>), EngineError> {
    let (left, right) = (arguments.at(0, "left").matrix()?, arguments.at(1, "right").matrix()?);
    let (l, r) = ([left.nrows(), left.ncols()], [right.nrows(), right.ncols()]);
    if l.contains(&0) || r.contains(&0) {
        let (l, r) = (Shape(&l), Shape(&r));
        return Err(EngineError::shape(format!(
            "a matrix needs at least one row and one column, but left is {l} and right {r}"
        )));
    }
    if l[1] != r[0] {
        let (columns, rows, l, r) = (l[1], r[0], Shape(&l), Shape(&r));
        return Err(EngineError::shape(format!(
            "left is {l} and right {r}: a product needs as many columns on the left ({columns}) as rows on \
             the right ({rows})"
        )));
    }
    Ok((left, right))
}

fn multiply(left: &Array2<f32>, right: &Array2<f32>) -> Result<Array2<f32>, EngineError> {
    let (rows, columns) = (left.nrows(), right.ncols());
    let slice = |matrix: &Array2<f32>| matrix.iter().copied().collect::<Vec<f32>>();
    let layer = PackedDense::new(&slice(right), &vec![0.0; columns], right.nrows());
    let mut y = vec![0.0; rows * columns];
    kernels()?.dense(&layer, &slice(left), Activation::Identity, &mut y);
    Ok(Array2::from_shape_fn((rows, columns), |(row, column)| y[row * columns + column]))
}

/// The sum of each row, from left to right in f32.
fn sums(rows: &Array2<f32>) -> Vec<f32> {
    rows.outer_iter().map(|row| row.iter().fold(0.0, |sum, e| sum + e)).collect()
}
