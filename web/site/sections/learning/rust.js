// A network as the Rust program that makes it.

/** @typedef {import("../../engine/engine.d.ts").NetworkValue} NetworkValue */

/**
 * @param {NetworkValue} network
 * @param {string} comment
 */
export function networkAsRust(network, comment) {
  const layers = network.layers.map(({ weights, bias, activation }) => {
    const rows = Array.from({ length: weights.rows }, (_, row) =>
      `                    [${list(weights.data.subarray(row * weights.columns, (row + 1) * weights.columns))}],`);
    return `            Dense::new(
                array![
${rows.join("\n")}
                ],
                array![${list(bias)}],
                ${activationAsRust(activation)},
            )?,`;
  });
  return `use feedforward::ndarray::array;
use feedforward::{Activation, Dense, Network, Output};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // ${comment}
    let network = Network::new(
        vec![
${layers.join("\n")}
        ],
        Output::${pascal(network.output)},
    )?;
    let predictor = network.predictor()?;
    println!("{}", predictor.predict(&array![[0.5, -0.5]])?);
    Ok(())
}
`;
}

/** @param {string} name such as \`leaky_relu(0.01)\` */
function activationAsRust(name) {
  const found = /^(\w+)(\(.*\))?$/.exec(name);
  return found ? `Activation::${pascal(found[1])}${found[2] ?? ""}` : `"${name}".parse()?`;
}

/** @param {string} name */
function pascal(name) {
  return name.split("_").map((part) => part[0].toUpperCase() + part.slice(1)).join("");
}

/** @param {Float32Array} values */
function list(values) {
  return Array.from(values, asF32).join(", ");
}

/**
 * As few digits as name this f32.
 *
 * @param {number} value
 */
function asF32(value) {
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return /[.e]/.test(text) ? text.replace("e+", "e") : `${text}.0`;
  }
  return String(value);
}
