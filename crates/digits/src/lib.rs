//! Digits for the networks of feedforward: IDX files, MNIST, and pictures.
//!
//! - **MNIST.** [`test_set`] gives the 10,000 test digits, which are part of the crate. [`download`]
//!   fetches all 70,000 from public mirrors into [`cache_folder`], and [`load_mnist`] loads them
//!   from there or from any other folder. [`Digits`] has the images and labels;
//!   [`Digits::inputs`] and [`Digits::prepare`] give them as a network takes them.
//!   The download is the feature `download`, on by default.
//! - **IDX.** [`read_idx`] reads the format that MNIST comes in, gzip or plain, of any rank and
//!   element type; [`write_idx`] writes it.
//! - **Pictures.** [`load_picture`] loads a PNG, JPEG, WebP or BMP file, and [`prepare_picture`] makes of
//!   it what MNIST's makers would have made: the ink cut out, scaled into 20x20, centred by its
//!   mass in 28x28, light on black. [`prepare_digits`] does so for each of several digits, and
//!   [`doubts`] says why a picture may be no digit at all.
//! - **To look at.** [`draw_text`] draws a digit for a terminal, [`sheet`] draws many as a PNG file.
//!
//! Bytes from outside are checked before anything is allocated for them. Every function that reads
//! them gives a [`DigitsError`], whose message says what was expected, what was found, where, and
//! what to do.
//!
//! # Examples
//!
//! A picture on its way into a network:
//! ```
//! use feedforward_digits::{PictureOptions, draw_text, prepare_picture, read_picture};
//!
//! let file = include_bytes!("../tests/pictures/7_ink_on_paper.png");
//! let picture = read_picture(file)?;
//! assert_eq!((picture.width(), picture.height()), (200, 300));
//!
//! let prepared = prepare_picture(&picture, &PictureOptions::default())?;
//! assert_eq!(prepared.pixels.dim(), (28, 28));
//! assert_eq!(prepared.to_input().len(), 784);
//! println!("{}", draw_text(prepared.pixels.view()));
//! # Ok::<(), feedforward_digits::DigitsError>(())
//! ```

#![forbid(unsafe_code)]

mod background;
mod doubt;
#[cfg(feature = "download")]
mod download;
mod draw;
mod error;
mod frames;
mod gzip;
mod idx;
mod ink;
mod likeness;
mod limits;
mod lines;
mod marks;
mod mnist;
mod mnist_files;
mod paper;
mod picture;
mod pieces;
mod pixel_box;
mod prepare;
mod scale;
mod sheet;
mod strips;
mod stroke;
mod threshold;

pub use doubt::{Doubt, doubts};
#[cfg(feature = "download")]
pub use download::{DownloadOptions, Downloaded, Progress, ProxyUse, cache_folder, download};
pub use draw::{draw_text, sheet};
pub use error::{Attempt, DigitsError};
pub use feedforward_bytes::{BytesError, Ink, Kind};
pub use idx::{Idx, IdxData, IdxElement, load_idx, read_idx, write_idx};
pub use mnist::{
    CLASSES, Digits, Labels, Mnist, MnistArrays, MnistOptions, TEST_IMAGES, TEST_LABELS,
    load_digits, load_images, load_mnist, load_split, read_digits, test_set,
};
pub use mnist_files::{RemoteFile, Split};
pub use picture::{Picture, load_picture, read_picture};
pub use pixel_box::PixelBox;
pub use prepare::{
    PictureOptions, Preparation, Prepared, PreparedDigits, prepare_digits, prepare_picture,
};
