//! Prepares pictures and writes them as an IDX file, which every reader of MNIST takes.
//!
//! ```text
//! cargo run -p feedforward-digits --example pictures_to_idx -- OUT.idx PICTURE...
//! ```

use feedforward_digits::{PictureOptions, draw_text, load_picture, prepare_picture, write_idx};
use ndarray::{Array3, Axis};
use std::error::Error;

#[expect(clippy::print_stdout, reason = "an example shows what it does")]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let out = arguments.next().ok_or("expected OUT.idx PICTURE...")?;
    let mut images = Array3::zeros((0, 28, 28));
    for path in arguments {
        let prepared = prepare_picture(&load_picture(&path)?, &PictureOptions::default())?;
        println!("{}: {:?}, ink {:?}", path.display(), prepared.preparation, prepared.ink);
        println!("{}", draw_text(prepared.pixels.view()));
        images.push(Axis(0), prepared.pixels.view())?;
    }
    std::fs::write(out, write_idx(images.view().into_dyn())?)?;
    Ok(())
}
