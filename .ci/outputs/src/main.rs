//! Writes the outputs of a network as little-endian f32: `feedforward-outputs MODEL PIXELS OUTPUTS`.

use feedforward_outputs::Digits;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let [model, pixels, outputs] = paths.as_slice() else {
        return Err(io::Error::other("expected MODEL PIXELS OUTPUTS"));
    };
    let mut digits = Digits::new(&fs::read(model)?, &fs::read(pixels)?);
    let count = fs::metadata(pixels)?.len() as usize / (28 * 28);
    let bytes: Vec<u8> = digits.predict(0, count).iter().flat_map(|v| v.to_le_bytes()).collect();
    println!("{}", digits.kernel_name());
    fs::write(outputs, bytes)
}
