//! Every kind of file is recognised by bytes of it, and says what to do about it.

use feedforward_bytes::{Kind, ReadAs};

/// The beginning of a zip archive whose first member has this name.
fn zip(name: &str) -> Vec<u8> {
    let length = (name.len() as u16).to_le_bytes();
    [b"PK\x03\x04" as &[u8], &[0; 22], &length, &[0; 2], name.as_bytes(), &[0; 9]].concat()
}

/// Files, or their beginnings, each with its kind.
fn samples() -> Vec<(Kind, Vec<u8>)> {
    let given: &[(Kind, &[u8])] = &[
        (Kind::Empty, b""),
        (Kind::Torch, b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19."),
        (Kind::Zip, b"PK\x05\x06\0\0"),
        // A length that fits, though it begins as gzip does, and one that does not.
        (Kind::Safetensors, b"\x02\0\0\0\0\0\0\0{}"),
        (Kind::Safetensors, b"\0\0\0\0\0\0\0\x40{"),
        (Kind::Safetensors, b"\xff\0\0\0\0\0\0\0{\"W1\":"),
        (Kind::Npy, b"\x93NUMPY\x01\0"),
        (Kind::Hdf5, b"\x89HDF\r\n\x1a\n\0"),
        (Kind::Matlab, b"MATLAB 5.0 MAT-file, Platform: GLNXA64"),
        (Kind::Matlab, b"MATLAB 7.3 MAT-file"),
        (Kind::Png, b"\x89PNG\r\n\x1a\n\0"),
        (Kind::Jpeg, b"\xff\xd8\xff\xe0"),
        (Kind::Bmp, b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"),
        (Kind::Gif, b"GIF89a\x01\0"),
        (Kind::Gif, b"GIF87a\x01\0"),
        (Kind::WebP, b"RIFF\x24\0\0\0WEBPVP8 "),
        (Kind::Tiff, b"II*\0\x08\0\0\0"),
        (Kind::Tiff, b"MM\0*\0\0\0\x08"),
        (Kind::Tiff, b"II+\0\x08\0\0\0"),
        (Kind::Tiff, b"MM\0+\0\x08\0\0"),
        (Kind::Avif, b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"),
        (Kind::Avif, b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"),
        (Kind::Heic, b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        // A brand beyond the box's end does not count.
        (Kind::Heic, b"\0\0\0\x14ftypmif1\0\0\0\0heicavif"),
        (Kind::Pdf, b"%PDF-1.7\n"),
        (Kind::Parquet, b"PAR1\x15\x04"),
        (Kind::Arrow, b"ARROW1\0\0\xff\xff\xff\xff"),
        (Kind::Arrow, b"FEA1\0\0\0\0"),
        (Kind::Arrow, b"\xff\xff\xff\xff\x78\0\0\0\x10\0\0\0"),
        (Kind::Gzip, b"\x1f\x8b\x08\0"),
        (Kind::Zlib, b"x\x9c\x03\0\0\0\0\x01"),
        (Kind::Zlib, b"x\x01\x01\0"),
        (Kind::Zlib, b"x\x5e\xed\x98\xff"),
        (Kind::Zlib, b"x\xda\xed\x98"),
        (Kind::Bzip2, b"BZh91AY&SY\0"),
        (Kind::Bzip2, b"BZh9\x17rE8P\x90\0"),
        (Kind::Xz, b"\xfd7zXZ\0\0\x04"),
        (Kind::Xz, b"\x5d\0\0\x80\0"),
        (Kind::Zstd, b"\x28\xb5\x2f\xfd\x04"),
        (Kind::Lz4, b"\x04\x22\x4d\x18\x64"),
        (Kind::SevenZip, b"7z\xbc\xaf\x27\x1c\0\x04"),
        (Kind::Rar, b"Rar!\x1a\x07\x01\0"),
        (Kind::LfsPointer, b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n"),
        (Kind::Pickle, b"\x80\x04\x95\xff"),
        (Kind::Pickle, b"\x80\x09."),
        (Kind::Pickle, b"(dp0\nVW1"),
        (Kind::Pickle, b"}q\0."),
        (Kind::Pickle, b"]."),
        (Kind::Pickle, b"cposix\nsystem\n(S'true'\ntR."),
        (Kind::Pickle, b"(cposix\nsystem\no."),
        (Kind::Idx, b"\0\0\x08\x03\0\0\x27\x10\0\0\0\x1c"),
        (Kind::Idx, b"\0\0\x0d\0\0\0\0\0"),
        (Kind::Onnx, b"\x08\x07\x12\x07pytorch"),
        (Kind::Html, b"\n <!DOCTYPE html><html>"),
        (Kind::Html, b"\xef\xbb\xbf<HTML>"),
        (Kind::Html, b"<head><title>"),
        (Kind::Html, b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"\">\n<html>"),
        (Kind::Xml, b"<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>"),
        (Kind::Xml, b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        (Kind::Json, b"{\"W1\": [[1.0]]}"),
        (Kind::Json, b" [1, 2]\n"),
        (Kind::Csv, b"1,2,3\n"),
        (Kind::Csv, b"# two columns\nlabel;x\n7;0.5\n"),
        (Kind::Csv, b"x\ty\n\n1\t2\n"),
        (Kind::Text, b"W1 = 3\n"),
        (Kind::Text, b"5\n"),
        (Kind::Text, b"5, 6, 7\none"),
        // Not a module and a name, as a pickle's GLOBAL has them.
        (Kind::Text, b"color\nred green\n"),
        (Kind::Text, b"c++ code\nmain\n"),
        (Kind::Text, b"c\nmain\n"),
        (Kind::Text, b"circle\n\n"),
        (Kind::Text, b"Dear all,\nhere are the weights.\n"),
        (Kind::Text, b"BMW\n"),
        (Kind::Text, b"x^2\n"),
        (Kind::Text, "caf\u{e9}".as_bytes()),
        (Kind::Text, b"5, 6, 7\none\n"),
        (Kind::Unknown, b"\x00\xfe\x00\xfe"),
        (Kind::Unknown, b"\0\0\x0a\x03"),
        (Kind::Unknown, b"\0\0\x08\x09"),
        (Kind::Unknown, b"RIFF\0\0\0\0WAVE"),
        (Kind::Unknown, b"\0\0\0\x14ftypisom\0\0\0\0mp42"),
        (Kind::Unknown, b"\xff\xff\xff\xff\x07\0\0\0"),
        (Kind::Unknown, b"\xff\xff\xff\xff\0\0\0\0"),
        (Kind::Unknown, b"\xff\xff\xff\xff\0\0\0\x01"),
        (Kind::Unknown, b"\x08\x21\x12"),
        (Kind::Unknown, b"BZh0\xff"),
        (Kind::Unknown, b"caf\xe9 \xff"),
        (Kind::Unknown, b"abcdefgh{\xff"),
        (Kind::Unknown, b"a\x7f"),
    ];
    let mut samples: Vec<_> = given.iter().map(|&(kind, bytes)| (kind, bytes.to_vec())).collect();
    samples.push((Kind::Npz, zip("W1.npy")));
    samples.push((Kind::Torch, zip("model/data.pkl")));
    samples.push((Kind::Zip, zip("readme.txt")));
    // A name that is cut off tells nothing.
    samples.push((Kind::Zip, zip("W1.npy")[..33].to_vec()));
    // A header of 0x8b1f bytes, which begins as gzip does.
    let mut header = vec![b' '; 0x8b1f];
    header[0] = b'{';
    samples.push((Kind::Safetensors, [&[0x1f, 0x8b, 0, 0, 0, 0, 0, 0], &*header].concat()));
    // Text is told by its first 1024 bytes, which may end within a character or a line.
    samples.push((Kind::Text, [b"a", "é".repeat(600).as_bytes(), &[0xff]].concat()));
    samples.push((Kind::Csv, format!("a,b\n{}\n", vec!["1"; 2000].join(",")).into_bytes()));
    samples.push((Kind::Csv, format!("1,2\n{}", "3".repeat(2000)).into_bytes()));
    // A line that is whole has as many separators as the first.
    samples.push((Kind::Text, format!("1,2\n{}", "3".repeat(1020)).into_bytes()));
    samples.push((Kind::Text, format!("1,2\n3\n{}", "4,5\n".repeat(500)).into_bytes()));
    samples
}

#[test]
fn every_kind_is_recognised() {
    let samples = samples();
    for (kind, bytes) in &samples {
        let start = bytes[..bytes.len().min(40)].escape_ascii();
        assert_eq!(Kind::of(bytes), *kind, "{start}");
    }
    for kind in Kind::all() {
        assert!(samples.iter().any(|(sample, _)| *sample == kind), "no sample of {kind}");
    }
}

/// Byte strings on which the two recognisers that there once were disagreed.
#[test]
fn bytes_have_one_kind_whoever_asks() {
    let cases: [(&[u8], &str); 9] = [
        (b"<?xml version=\"1.0\"?><a/>", "an XML document"),
        (b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0", "a BMP picture"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "a PDF document"),
        (b"(dp0\nVW1\np1\n", "a pickle"),
        (b"\x80\x09\x95", "a pickle"),
        (b"\x08\x08\x12\x07pytorch\x1a\x052.3.0", "an ONNX file"),
        (b"\x89HDF\r\n\x1a\n\0\0\0\0\0\x08\x08", "an HDF5 (Keras) file"),
        (b"\x0a\0\0\0\0\0\0\0{\"a\":null}", "a safetensors file"),
        (b"{\"layers\": []}", "a JSON file"),
    ];
    for (bytes, name) in cases {
        assert_eq!(Kind::of(bytes).to_string(), name);
    }
}

/// One thing less than a kind needs.
#[test]
fn what_only_begins_like_a_kind_is_text_or_unknown() {
    let text: [&[u8]; 7] = [
        b"c\n\n",
        b"c\nname\n",
        b"cmodule\nno name\n",
        b"cno module\nname\n",
        b"5\n6\n",
        b"a,1,2\nb,1",
        b"a,b\nc,d\n",
    ];
    for bytes in text {
        assert_eq!(Kind::of(bytes), Kind::Text, "{}", bytes.escape_ascii());
    }
    let longest = [&[0xff; 4][..], &((1u32 << 24) - 8).to_le_bytes()].concat();
    assert_eq!(Kind::of(&longest), Kind::Arrow);
    let longer = [&[0xff; 4][..], &(1u32 << 24).to_le_bytes()].concat();
    assert_eq!(Kind::of(&longer), Kind::Unknown);
    // All that is looked at, and nothing after it: the second line is whole.
    let whole = format!("1,2\n{}", "3".repeat(1024 - 4));
    assert_eq!((whole.len(), Kind::of(whole.as_bytes())), (1024, Kind::Text));
}

#[test]
fn a_kind_in_the_wrong_place_has_a_hint() {
    use ReadAs::{Inputs, Picture, Weights};
    let cases = [
        (Kind::Png, Weights, "give it as the input, not as the model"),
        (Kind::Idx, Weights, "give it as the input, not as the model"),
        (Kind::Npz, Inputs, "give it as the model, not as the input"),
        (Kind::Pickle, Picture, "give it as the model, not as the input"),
        (Kind::Png, Inputs, "it is a picture, not an array"),
        (Kind::Npy, Picture, "it holds numbers, not a picture"),
        (Kind::Gzip, Weights, "unpack it with `gunzip` first"),
        (Kind::WebP, Picture, "export it as JPEG or PNG"),
        (
            Kind::Heic,
            Picture,
            "export it as JPEG or PNG; an iPhone takes JPEG with Settings > Camera > Formats > \
             Most Compatible",
        ),
        (Kind::LfsPointer, Inputs, "fetch the file itself with `git lfs pull`"),
        (Kind::Xml, Weights, "download the file itself: a server sent this in its place"),
        (Kind::Parquet, Inputs, "save the table as csv, or its numbers with `numpy.save`"),
    ];
    for (kind, expected, hint) in cases {
        assert_eq!(kind.hint(expected), Some(hint), "{kind}");
    }
    for (kind, expected) in [(Kind::Npz, Weights), (Kind::Npy, Inputs), (Kind::Bmp, Picture)] {
        assert_eq!((kind.read_as(), kind.hint(expected)), (Some(expected), None));
    }
    for kind in [Kind::Json, Kind::Text, Kind::Unknown] {
        assert_eq!((kind.read_as(), kind.hint(Weights)), (None, None));
    }
}

/// A hint is a clause that a message ends with; only where the message says enough is there none.
#[test]
fn what_is_not_read_has_a_hint_or_a_name_that_says_enough() {
    for kind in Kind::all() {
        let name = kind.name();
        assert!(name.starts_with("a ") || name.starts_with("an "), "{name}");
        let says_enough = [Kind::Json, Kind::Text, Kind::Unknown].contains(&kind);
        if kind.read_as().is_none() {
            assert_eq!(kind.hint(ReadAs::Weights).is_none(), says_enough, "{kind}");
        }
    }
}
