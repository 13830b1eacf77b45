//! What a file is, one table row per kind.

use crate::recognise;
use std::fmt;

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// No bytes at all.
    Empty,
    /// A zip archive of NumPy arrays.
    Npz,
    /// A PyTorch checkpoint, as the zip archive of today or the pickles of old.
    Torch,
    /// A zip archive of something else.
    Zip,
    /// Hugging Face's format, and the one that this project writes.
    Safetensors,
    /// One NumPy array.
    Npy,
    /// HDF5, in which Keras kept its weights.
    Hdf5,
    /// MATLAB's format for variables.
    Matlab,
    /// A picture in PNG.
    Png,
    /// A picture in JPEG.
    Jpeg,
    /// A picture in BMP.
    Bmp,
    /// A picture in GIF.
    Gif,
    /// A picture in WebP.
    WebP,
    /// A picture in TIFF.
    Tiff,
    /// A picture in AVIF.
    Avif,
    /// A picture in HEIC, as telephones take them.
    Heic,
    /// A PDF document.
    Pdf,
    /// A table in Apache Parquet.
    Parquet,
    /// A table in Apache Arrow's format for files or streams.
    Arrow,
    /// A file compressed with gzip.
    Gzip,
    /// A file compressed with zlib, as joblib writes them.
    Zlib,
    /// A file compressed with bzip2.
    Bzip2,
    /// A file compressed with xz or LZMA.
    Xz,
    /// A file compressed with Zstandard.
    Zstd,
    /// A file compressed with LZ4.
    Lz4,
    /// A 7z archive.
    SevenZip,
    /// A RAR archive.
    Rar,
    /// The stand-in that Git LFS leaves where a large file was not fetched.
    LfsPointer,
    /// A Python pickle of any protocol.
    Pickle,
    /// The format of MNIST's files.
    Idx,
    /// A network in ONNX.
    Onnx,
    /// A web page.
    Html,
    /// XML of another kind, such as a server's error message.
    Xml,
    /// JSON.
    Json,
    /// A table of comma-separated values.
    Csv,
    /// Readable text of another kind.
    Text,
    /// None of these.
    Unknown,
}

/// What the crates of this project read a file as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReadAs {
    /// The weights of a network.
    Weights,
    /// Numbers that go into a network, row by row.
    Inputs,
    /// A picture that goes into a network.
    Picture,
}

/// What there is to know of a kind.
pub(crate) struct Row {
    pub(crate) kind: Kind,
    /// What messages call it, with its article.
    name: &'static str,
    /// Whether bytes are of this kind, if they are of none of the rows above.
    pub(crate) is: fn(&[u8]) -> bool,
    /// What reads it, if anything does.
    read_as: Option<ReadAs>,
    /// What to do where another kind was expected; `None` if `read_as` says it all.
    hint: Option<&'static str>,
}

const TO_NUMPY: Option<&str> =
    Some("load it where it was made and save the arrays with `numpy.savez`");
const TO_PNG: Option<&str> = Some("export it as JPEG or PNG");
const TO_JPEG: Option<&str> = Some(
    "export it as JPEG or PNG; an iPhone takes JPEG with Settings > Camera > Formats > Most Compatible",
);
const TO_CSV: Option<&str> = Some("save the table as csv, or its numbers with `numpy.save`");
const UNPACK: Option<&str> = Some("unpack it first");
const NOT_THE_FILE: Option<&str> =
    Some("download the file itself: a server sent this in its place");

/// Every kind, in the order of the variants, in which they are tried: what is recognised for certain
/// comes first. A kind is its row's index.
pub(crate) static TABLE: [Row; 37] = {
    use Kind::*;
    use ReadAs::{Inputs, Picture, Weights};

    const fn row(
        kind: Kind,
        name: &'static str,
        is: fn(&[u8]) -> bool,
        read_as: Option<ReadAs>,
        hint: Option<&'static str>,
    ) -> Row {
        Row { kind, name, is, read_as, hint }
    }
    [
        row(Empty, "an empty file", <[u8]>::is_empty, None, Some("was the download interrupted?")),
        row(Npz, "an npz file", recognise::npz, Some(Weights), None),
        row(
            Torch,
            "a PyTorch checkpoint",
            recognise::torch,
            None,
            Some(
                "save it with `safetensors.torch.save_file(model.state_dict(), \
                 \"model.safetensors\")`",
            ),
        ),
        row(Zip, "a zip archive", |b| starts(b, &[b"PK\x03\x04", b"PK\x05\x06"]), None, UNPACK),
        row(Safetensors, "a safetensors file", recognise::safetensors, Some(Weights), None),
        row(Npy, "an npy file", |b| starts(b, &[b"\x93NUMPY"]), Some(Inputs), None),
        row(
            Hdf5,
            "an HDF5 (Keras) file",
            |b| starts(b, &[b"\x89HDF\r\n\x1a\n"]),
            None,
            Some("save the weights as .npz with NumPy, or as .safetensors"),
        ),
        row(Matlab, "a MATLAB file", |b| starts(b, &[b"MATLAB "]), None, TO_NUMPY),
        row(Png, "a PNG picture", |b| starts(b, &[b"\x89PNG\r\n\x1a\n"]), Some(Picture), None),
        row(Jpeg, "a JPEG picture", |b| starts(b, &[b"\xff\xd8\xff"]), Some(Picture), None),
        row(Bmp, "a BMP picture", recognise::bmp, Some(Picture), None),
        row(Gif, "a GIF picture", |b| starts(b, &[b"GIF87a", b"GIF89a"]), None, TO_PNG),
        row(WebP, "a WebP picture", recognise::webp, None, TO_PNG),
        row(
            Tiff,
            "a TIFF picture",
            |b| starts(b, &[b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"]),
            None,
            TO_PNG,
        ),
        row(Avif, "an AVIF picture", recognise::avif, None, TO_PNG),
        row(Heic, "a HEIC picture", recognise::heic, None, TO_JPEG),
        row(Pdf, "a PDF document", |b| starts(b, &[b"%PDF-"]), None, TO_PNG),
        row(Parquet, "a Parquet file", |b| starts(b, &[b"PAR1", b"PARE"]), None, TO_CSV),
        row(Arrow, "an Arrow file", recognise::arrow, None, TO_CSV),
        row(
            Gzip,
            "a gzip file",
            |b| starts(b, &[b"\x1f\x8b"]),
            Some(Inputs),
            Some("unpack it with `gunzip` first"),
        ),
        row(
            Zlib,
            "a zlib-compressed file",
            |b| starts(b, &[b"x\x01", b"x\x5e", b"x\x9c", b"x\xda"]) && !recognise::text(b),
            None,
            Some(
                "written compressed, by joblib? Load it there and save the arrays with \
                 `numpy.savez`",
            ),
        ),
        row(Bzip2, "a bzip2-compressed file", recognise::bzip2, None, UNPACK),
        row(
            Xz,
            "an xz-compressed file",
            |b| starts(b, &[b"\xfd7zXZ\0", b"\x5d\0\0"]),
            None,
            UNPACK,
        ),
        row(
            Zstd,
            "a Zstandard-compressed file",
            |b| starts(b, &[b"\x28\xb5\x2f\xfd"]),
            None,
            UNPACK,
        ),
        row(Lz4, "an LZ4-compressed file", |b| starts(b, &[b"\x04\x22\x4d\x18"]), None, UNPACK),
        row(SevenZip, "a 7z archive", |b| starts(b, &[b"7z\xbc\xaf\x27\x1c"]), None, UNPACK),
        row(Rar, "a RAR archive", |b| starts(b, &[b"Rar!\x1a\x07"]), None, UNPACK),
        row(
            LfsPointer,
            "a Git LFS pointer",
            |b| starts(b, &[b"version https://git-lfs"]),
            None,
            Some("fetch the file itself with `git lfs pull`"),
        ),
        row(Pickle, "a pickle", recognise::pickle, Some(Weights), None),
        row(Idx, "an IDX file", recognise::idx, Some(Inputs), None),
        row(
            Onnx,
            "an ONNX file",
            recognise::onnx,
            None,
            Some("save the weights as .npz with NumPy, or as .safetensors"),
        ),
        row(Html, "an HTML page", recognise::html, None, NOT_THE_FILE),
        row(Xml, "an XML document", recognise::xml, None, NOT_THE_FILE),
        row(Json, "a JSON file", recognise::json, None, None),
        row(Csv, "a csv table", recognise::csv, Some(Inputs), None),
        row(Text, "a text file", recognise::text, None, None),
        row(Unknown, "a file of an unknown kind", |_| true, None, None),
    ]
};

fn starts(bytes: &[u8], signatures: &[&[u8]]) -> bool {
    signatures.iter().any(|signature| bytes.starts_with(signature))
}

impl Kind {
    /// Recognises a file by its content; names and extensions do not count.
    ///
    /// Only the beginning is looked at, so a damaged file keeps its kind.
    pub fn of(bytes: &[u8]) -> Self {
        let found = TABLE.iter().find(|row| (row.is)(bytes)).map_or(Self::Unknown, |row| row.kind);
        match found {
            Self::Unknown if recognise::damaged_safetensors(bytes) => Self::Safetensors,
            found => found,
        }
    }

    /// Every kind.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|row| row.kind)
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// What messages call it, with its article: `a PNG picture`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What this project reads it as; `None` if it reads it as nothing.
    pub fn read_as(self) -> Option<ReadAs> {
        self.row().read_as
    }

    /// What to do about such a file where another was expected, as a clause for the end of a
    /// message; `None` where there is nothing to say.
    pub fn hint(self, expected: ReadAs) -> Option<&'static str> {
        let row = self.row();
        row.hint.or_else(|| match (row.read_as?, expected) {
            (found, expected) if found == expected => None,
            (ReadAs::Weights, _) => Some("give it as the model, not as the input"),
            (_, ReadAs::Weights) => Some("give it as the input, not as the model"),
            (ReadAs::Picture, _) => Some("it is a picture, not an array"),
            (ReadAs::Inputs, _) => Some("it holds numbers, not a picture"),
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_the_index_of_its_row() {
        for (index, kind) in Kind::all().enumerate() {
            assert_eq!(kind as usize, index, "{kind:?}");
        }
        assert_eq!(Kind::all().count(), Kind::Unknown as usize + 1);
    }
}
