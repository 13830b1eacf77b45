//! Neurons and weights in symbols, as textbooks write them.

/// The symbol of neuron `index` of layer `layer.0`, both counted from 1; layer 0 is the inputs and
/// `layer.1` the outputs.
pub(crate) fn neuron_symbol(index: usize, layer: (usize, usize)) -> String {
    let index = subscript(index);
    match layer {
        (0, _) => format!("x{index}"),
        (layer, last) if layer == last => format!("y{index}"),
        (layer, _) => format!("a{index}{}", superscript(layer)),
    }
}

/// The symbol of the weight that leads to neuron `to` of a layer from neuron `from` of the layer
/// before: the one that it leads to is named first.
pub(crate) fn weight_symbol(to: usize, from: usize, layer: usize) -> String {
    // A comma where the numbers would run together.
    let comma = if to > 9 || from > 9 { "," } else { "" };
    format!("w{}{comma}{}{}", subscript(to), subscript(from), superscript(layer))
}

fn digits(number: usize, digits: [char; 10]) -> String {
    number.to_string().bytes().map(|byte| digits[usize::from(byte - b'0')]).collect()
}

fn subscript(number: usize) -> String {
    digits(number, ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'])
}

fn superscript(number: usize) -> String {
    format!("⁽{}⁾", digits(number, ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_names_first_the_neuron_that_it_leads_to() {
        assert_eq!(weight_symbol(1, 2, 1), "w₁₂⁽¹⁾");
        assert_eq!(weight_symbol(1, 12, 10), "w₁,₁₂⁽¹⁰⁾");
    }

    #[test]
    fn inputs_are_x_and_outputs_y() {
        let symbols = [0, 1, 2].map(|layer| neuron_symbol(1, (layer, 2)));
        assert_eq!(symbols, ["x₁", "a₁⁽¹⁾", "y₁"]);
    }
}
