//! Broken and hostile bytes: one clear sentence each, never a panic.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

mod builders;

use builders::{array_in_memo, npy, shared_zip};
use feedforward_files::{
    BytesError, Description, FileError, Kind, Limits, LoadOptions, Model, NamedArrays,
};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};

fn message(bytes: &[u8]) -> String {
    Model::read(bytes).unwrap_err().to_string()
}

/// Bytes and a part of the message that they must give.
const CASES: &[(&[u8], &str)] = &[
    (b"", "found an empty file: was the download interrupted?"),
    (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "found a Git LFS pointer: fetch the file itself with `git lfs pull`"),
    (b"\n<!DOCTYPE html><html></html>", "found an HTML page: download the file itself"),
    (b"\x1f\x8b\x08\0\0\0\0\0", "found a gzip file: unpack it"),
    (b"\x08\x07\x12\x07pytorch", "found an ONNX file"),
    (b"\x89HDF\r\n\x1a\n\0", "found an HDF5 (Keras) file"),
    (b"\x89PNG\r\n\x1a\n\0", "found a PNG picture: give it as the input"),
    (b"\xff\xd8\xff\xe0", "found a JPEG picture"),
    (b"\0\0\x08\x03\0\0\x27\x10\0\0\0\x1c", "found an IDX file: give it as the input"),
    (b"{\"W1\": [[1.0]]}", "found a JSON file"),
    (b"W1 = 3\n", "found a text file"),
    (b"\x00\xfe\x00\xfe", "found a file of an unknown kind"),
    (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", "found a PyTorch checkpoint: save it with"),
    // Pickles that want more than data.
    (b"cos\nsystem\n(S'true'\ntR.", "refused: this pickle wants to call os.system"),
    (b"cposix\nsystem\n(S'true'\ntR.", "refused: this pickle wants to call posix.system"),
    (b"(S'true'\niposix\nsystem\n.", "expected a file of weights"),
    (b"\x80\x04(S'true'\niposix\nsystem\n.", "refused: this pickle wants to call posix.system"),
    (b"\x80\x04\x8c\x05posix\x8c\x06system\x93.", "refused: this pickle wants to call posix.system"),
    (b"\x80\x04\x8c\x08builtins\x8c\x04eval\x93.", "refused: this pickle wants to call builtins.eval"),
    (b"\x80\x02ccopy_reg\n_reconstructor\n.", "wants to call copy_reg._reconstructor"),
    (b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n.", "wants to call torch._utils._rebuild_tensor_v2"),
    (b"\x80\x04\x8c\x04a\x1b\nb\x8c\x01c\x93.", r"wants to call a\u{1b}\nb.c"),
    (b"\x80\x02csklearn.neural_network\nMLPClassifier\n.", "MLPClassifier: save the weights alone with `numpy.savez(\"w.npz\", **{f\"coefs_{i}\""),
    (b"\x80\x02cjoblib.numpy_pickle\nNumpyArrayWrapper\n.", "NumpyArrayWrapper: load it with `joblib.load`"),
    (b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\n.", "_v2: save it with `safetensors.torch.save_file("),
    (b"\x80\x02cdatetime\ndate\n.", "refused: this pickle wants to call datetime.date: save the arrays alone with `numpy.savez("),
    (b"x\x9c\x03\0\0\0\0\x01", "found a zlib-compressed file: written compressed, by joblib?"),
    (b"\x80\x02ccollections\ndefaultdict\nc__builtin__\nlist\n\x85RX\x01\0\0\0xNs.", "found no weights"),
    (b"\x80\x02ccollections\ndefaultdict\nK\x01\x85R.", "collections.defaultdict expected nothing, None or a class, found an integer"),
    (b"\x80\x02Pid\n.", "refused: PERSID asks for an object outside the file"),
    (b"\x80\x02NQ.", "refused: BINPERSID asks for"),
    (b"\x80\x02\x82\x01.", "refused: EXT1 asks for"),
    (b"\x80\x02\x83\x01\0.", "refused: EXT2 asks for"),
    (b"\x80\x02\x84\x01\0\0\0.", "refused: EXT4 asks for"),
    (b"\x80\x05\x97.", "refused: NEXT_BUFFER asks for"),
    (b"\x80\x05\x98.", "refused: READONLY_BUFFER asks for"),
    // Pickles that are damaged.
    (b"\x80\x06.", "expected protocol 0 to 5, found 6"),
    (b"\x80\x02\xff.", "expected an opcode, found the byte 0xff: the file is damaged (at byte 2)"),
    (b"\x80\x02.", "STOP expected a value, found an empty stack"),
    (b"\x80\x02t.", "TUPLE expected a mark, found none"),
    (b"\x80\x02K\x01(\x85.", "TUPLE1 expected an item for each place, found an empty stack"),
    (b"\x80\x02h\x05.", "BINGET asks for memo entry 5, which was never put"),
    (b"\x80\x02K\x01K\x02a.", "APPEND expected a list, found an integer"),
    (b"\x80\x02}(K\x01u.", "SETITEMS expected keys and values in pairs, found an odd number"),
    (b"\x80\x02K\x01)R.", "REDUCE expected a function or class, found an integer"),
    (b"\x80\x02cnumpy\nndarray\n)R.", "numpy.ndarray expected to be named only, never called"),
    (b"\x80\x02cnumpy\ndtype\nX\x02\0\0\0O8\x85R.", "found no weights"),
    (b"\x80\x02cnumpy\ndtype\nX\x02\0\0\0U1\x85R.", "found no weights"),
    (b"\x80\x02c__builtin__\nbytes\nK\x09\x85R.", "bytes expected nothing, bytes, or text and 'latin-1', found an integer"),
    (b"\x80\x02c_codecs\nencode\nX\x01\0\0\0aX\x05\0\0\0rot13\x86R.", "_codecs.encode expected (text, 'latin1')"),
    (b"\x80\x04\x95\xff\0\0\0\0\0\0\0N.", "the file is cut short: FRAME at byte 11 needs 255 bytes, but 2 are left"),
    (b"\x80\x04\x95\x03\0\0\0\0\0\0\0C\x02ab.", "reaches over the end of its frame"),
    (b"\x80\x04\x8e\0\0\0\0\0\0\0\x40.", "BINBYTES8 at byte 11 needs 4611686018427387904 bytes, but 1 are left"),
    (b"\x80\x02X\xff\xff\xff\x7fa.", "BINUNICODE at byte 7 needs 2147483647 bytes, but 2 are left"),
    (b"\x80\x02T\xff\xff\xff\xff.", "BINSTRING expected a length, found `-1`"),
    (b"\x80\x02]q\0h\0a.", "this pickle is nested deeper than the 64"),
    (b"\x80\x02}.", "found no weights: expected entries named W1, b1"),
    // npy headers.
    (b"\x93NUMPY\x09\0\x02\0{}", "of version 1.0, 2.0 or 3.0, found version 9.0"),
    (b"\x93NUMPY\x01\0\xff\xff{}", "the header at byte 10 needs 65535 bytes, but 2 are left"),
    (b"\x93NUMPY\x02\0\xff\xff\xff\x7f{}", "of at most 65536 bytes, found one of 2147483647 bytes"),
    (b"\x93NUMPY\x01\0\x02\0{}", "with the keys descr, fortran_order and shape"),
    (b"\x93NUMPY\x01\0\x10\0{'descr': [('a',}", "array: expected an array of numbers (f2 f4 f8, i1 to i8, u1 to u8 or bool), found a structured array: save each of its fields"),
    (b"\x93NUMPY\x01\0\x0e\0{'descr':'|O'}", "found the type |O"),
    (b"\x93NUMPY\x01\0\x44\0{'descr':'<f4','fortran_order':False,'shape':(4611686018427387904,)}", "claims the shape 4611686018427387904"),
    (b"\x93NUMPY\x01\0\x36\0{'descr':'<f4','fortran_order':False,'shape':(2,3,),}\n", "the array at byte 64 needs 24 bytes, but 0 are left"),
    // safetensors headers.
    (b"\0\0\0\0\0\0\0\x40{", "the header at byte 8 needs 4611686018427387904 bytes, but 1 are left"),
    (b"\x02\0\0\0\0\0\0\0{]", "the safetensors header is damaged"),
    (b"\x02\0\0\0\0\0\0\0{}", "found no weights"),
    (b"\x02\0\0\0\0\0\0\0{}\0", "its tensors end at byte 10 of 11"),
    (b"\x39\0\0\0\0\0\0\0{\"W1\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]}}\0", "the tensors' data at byte 65 needs 4 bytes, but 1 are left"),
    (b"\x3e\0\0\0\0\0\0\0{\"W1\":{\"dtype\":\"F8_E4M3\",\"shape\":[1,1],\"data_offsets\":[0,1]}} \0", "W1: expected an array of numbers (f2 f4 f8, i1 to i8, u1 to u8 or bool), found the type F8_E4M3: convert it with `.float()`"),
    // zip archives.
    (b"PK\x03\x04\x14\0", "the zip archive cannot be read"),
    (b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "expected a zip archive of .npy arrays, found one of nothing"),
];

#[test]
fn broken_bytes_give_one_clear_sentence() {
    let mut wrong = Vec::new();
    for (bytes, expected) in CASES {
        let found = message(bytes);
        if !found.contains(expected) || found.contains('\n') {
            wrong.push(format!(
                "{}\n  found    {found}\n  expected {expected}",
                bytes.escape_ascii()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn golden(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn network() -> Network {
    let hidden = Dense::new(Array2::ones((5, 4)), Array1::ones(4), Activation::Relu).unwrap();
    let last = Dense::new(Array2::ones((4, 3)), Array1::ones(3), Activation::Identity).unwrap();
    Network::new(vec![hidden, last], Output::Softmax).unwrap()
}

#[test]
fn archives_of_other_programs_are_named() {
    let keras = message(&shared_zip(&["model.weights.h5"], b"\x89HDF"));
    assert!(keras.contains("found an HDF5 (Keras) file: save the weights as .npz"), "{keras}");
    let other = message(&shared_zip(&["readme.txt"], b"text"));
    assert!(other.contains("expected a zip archive of .npy arrays, found one of readme.txt"));
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    let mut files: Vec<_> =
        (0..=5).map(|protocol| golden(&format!("np2-network-p{protocol}-F-f4.pkl"))).collect();
    files.push(golden("np1-stored.npz"));
    files.push(golden("np1-deflated.npz"));
    files.push(golden("np1-v2.npy"));
    files.push(Model::new(network(), Description::default()).write().unwrap());
    for bytes in files {
        assert!(NamedArrays::read(&bytes, &Limits::default()).is_ok());
        for length in 0..bytes.len() {
            let cut = NamedArrays::read(&bytes[..length], &Limits::default());
            assert!(cut.is_err(), "{length} of {} bytes", bytes.len());
        }
    }
}

#[test]
fn a_data_set_is_told_from_weights() {
    let bytes = b"\x80\x02}X\x09\0\0\0train_imgcnumpy.core.multiarray\nscalar\ncnumpy\ndtype\nX\x02\0\0\0u1\x85RU\x01a\x86Rs.";
    assert_eq!(
        message(bytes),
        "expected weights, found a data set (train_img): give it as the images, \
         and the file that holds W1, b1, … as the model"
    );
}

#[test]
fn lists_of_lists_of_lists_end() {
    let mut laughs = b"\x80\x02]N".to_vec();
    laughs.extend_from_slice(b"a");
    for _ in 0..40 {
        // A list that holds the one before ten times.
        laughs.extend_from_slice(b"q\x000](");
        laughs.extend_from_slice(&b"h\x00".repeat(10));
        laughs.push(b'e');
    }
    laughs.push(b'.');
    assert!(message(&laughs).contains("this pickle has more entries than the 65536"));
}

#[test]
fn deep_nesting_neither_overflows_nor_takes_long() {
    let mut deep = b"\x80\x02".to_vec();
    deep.extend_from_slice(&b"]".repeat(200_000));
    deep.extend_from_slice(&b"a".repeat(199_999));
    deep.push(b'.');
    assert!(message(&deep).contains("nested deeper than the 64"));
}

#[test]
fn limits_are_kept() {
    let bytes = golden("np2-deflated.npz");
    let tight = |limits| {
        let options = LoadOptions { limits, ..LoadOptions::default() };
        Model::read_with(&bytes, &options).unwrap_err().to_string()
    };
    let error = tight(Limits { array_bytes: 16, ..Limits::default() });
    assert!(error.contains("raise the limit `array_bytes`"), "{error}");
    let error = tight(Limits { entries: 1, ..Limits::default() });
    assert!(error.contains("more members than the 1"), "{error}");
    let error = tight(Limits { file_bytes: 10, ..Limits::default() });
    assert!(error.contains("expected a file of at most 10 bytes"), "{error}");
    // What reaches a limit and no further is read.
    let one = shared_zip(&["W1.npy"], &npy("<f4", "(1, 2)", &[0; 8]));
    let exact = Limits { file_bytes: one.len() as u64, entries: 1, ..Limits::default() };
    assert_eq!(NamedArrays::read(&one, &exact).unwrap().arrays.len(), 1);
}

#[test]
fn directories_and_missing_files_are_named() {
    let error = Model::load("/").unwrap_err();
    assert!(matches!(error, FileError::Bytes(BytesError::Directory { .. })), "{error}");
    let error = Model::load("/no/such/file").unwrap_err();
    assert!(error.to_string().starts_with("/no/such/file: cannot read it"), "{error}");
}

#[test]
fn no_more_than_the_limit_is_read_of_any_file() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let error = NamedArrays::load(here, &limits).unwrap_err().to_string();
    assert!(error.contains("Cargo.toml: expected a file of at most 10 bytes"), "{error}");
    assert!(error.ends_with("raise the limit `file_bytes` if it can be trusted"), "{error}");
    // Its length is told as 0, and it has no end.
    #[cfg(unix)]
    {
        let options = LoadOptions { limits, ..LoadOptions::default() };
        let error = Model::load_with("/dev/zero", &options).unwrap_err().to_string();
        assert!(error.starts_with("/dev/zero: expected a file of at most 10"), "{error}");
    }
}

#[test]
fn damaged_files_keep_their_kind() {
    assert_eq!(Kind::of(&golden("np1-stored.npz")[..60]), Kind::Npz);
    assert_eq!(Kind::of(b"\x93NUMPY"), Kind::Npy);
    assert_eq!(Kind::of(b"(dp0\nVW1"), Kind::Pickle);
}

#[test]
fn a_description_of_other_tensors_or_a_newer_format_is_refused() {
    let bytes = Model::new(network(), Description::default()).write().unwrap();
    let changed = |from: &[u8], to: &[u8]| {
        assert_eq!(from.len(), to.len());
        let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
        let mut bytes = bytes.clone();
        bytes[at..at + to.len()].copy_from_slice(to);
        message(&bytes)
    };
    let newer = changed(br#"format\":1"#, br#"format\":7"#);
    assert!(newer.contains("has format 7 of the description, but this program reads up to 1"));
    let other = changed(br#"inputs\":5"#, br#"inputs\":6"#);
    assert!(other.contains("it tells of layers 6 x 4, 4 x 3, but the tensors are 5 x 4, 4 x 3"));
    let unknown = changed(br#"\"relu"#, br#"\"rele"#);
    assert!(unknown.contains("found `rele`"), "{unknown}");
}

#[test]
fn more_axes_than_numpy_allows_are_refused_when_they_are_named() {
    let data = 1f32.to_le_bytes();
    for (axes, fits) in [(64, true), (65, false)] {
        let mut pickle = array_in_memo(&vec![1; axes], &data);
        pickle.extend_from_slice(b"U\x01xh\0s.");
        match NamedArrays::read(&pickle, &Limits::default()) {
            Ok(file) => assert!(fits && file.arrays[0].shape() == vec![1; axes]),
            Err(error) => assert!(!fits && error.to_string().contains("with 65 axes"), "{error}"),
        }
    }
}

#[test]
fn a_long_key_of_many_entries_takes_no_more_than_it_shows() {
    let mut pickle = b"\x80\x04}(X\0\x04\0\0".to_vec();
    pickle.extend_from_slice(&[1; 1024]);
    pickle.extend_from_slice(b"q\0N");
    pickle.extend_from_slice(&b"h\0N".repeat(60_000));
    pickle.extend_from_slice(b"u.");
    let file = NamedArrays::read(&pickle, &Limits::default()).unwrap();
    assert_eq!(file.others.len(), 60_001);
    assert!(file.others.iter().all(|name| name.len() <= 400));
    let limits = Limits { array_bytes: 1 << 20, ..Limits::default() };
    let error = NamedArrays::read(&pickle, &limits).unwrap_err().to_string();
    assert!(error.contains("raise the limit `array_bytes`"), "{error}");
    assert!(message(&pickle).len() < 2000);
}

#[test]
fn an_archive_inflates_each_byte_once_and_no_further_than_the_arrays() {
    let array = npy("<f4", "(1, 2)", &[0; 8]);
    let zip = shared_zip(&["W1.npy"], &array);
    let file = NamedArrays::read(&zip, &Limits::default()).unwrap();
    assert_eq!(file.arrays[0].shape(), [1, 2]);
    let error = message(&shared_zip(&["W1.npy", "W2.npy"], &array));
    assert!(error.contains("two members share the same bytes"), "{error}");
    let tail = [&*array, &[0; 5000]].concat();
    let error = message(&shared_zip(&["W1.npy"], &tail));
    assert!(error.contains("in W1.npy: ") && error.contains("follow the array's end"), "{error}");
    let error = message(&shared_zip(&["W1.npy"], &array[..array.len() - 3]));
    assert!(error.contains("the array at byte 63 needs 8 bytes, but 5 are left"), "{error}");
    let huge = npy("<f4", "(1, 9999999999)", &[0; 8]);
    let error = message(&shared_zip(&["W1.npy"], &huge));
    assert!(error.contains("raise the limit `array_bytes`"), "{error}");
}

#[test]
fn many_lone_biases_beside_many_layers_give_few_notes() {
    let mut pickle = array_in_memo(&[1, 1], &0f32.to_le_bytes());
    pickle.push(b'(');
    for name in (0..2000).flat_map(|number| [format!("b{number}"), format!("coefs_{number}")]) {
        pickle.extend_from_slice(&[b'U', name.len() as u8]);
        pickle.extend_from_slice(name.as_bytes());
        pickle.extend_from_slice(b"h\0");
    }
    pickle.extend_from_slice(b"u.");
    let error = message(&pickle);
    assert!(error.contains("coefs_0 has no bias, but b0 has the 1 numbers"), "{error}");
}

#[test]
fn a_description_holds_no_terminal_escapes() {
    let described = |label: &str, key: &str, value: &str| {
        let description = Description {
            labels: vec![label.to_owned(), "b".to_owned(), "c".to_owned()],
            provenance: [(key.to_owned(), value.to_owned())].into(),
            ..Description::default()
        };
        Model::new(network(), description).write()
    };
    let refused =
        |label: &str, key: &str, value: &str| described(label, key, value).unwrap_err().to_string();
    assert_eq!(
        refused("\u{1b}[2J", "seed", "1"),
        "the network's description in the metadata is wrong: label 1 holds the control character \
         \\u{1b}, expected text that can be printed; train or save the model again"
    );
    assert!(refused("a", "se\ned", "1").contains(r"a key of the provenance holds the control"));
    assert!(refused("a", "seed", "1\u{9b}").contains(r"the provenance's seed holds the control"));
    assert!(refused("a\u{202e}", "seed", "1").contains(r"character \u{202e}"));
    assert!(refused(&"é".repeat(201), "seed", "1").contains("label 1 has 201 characters"));
    // The same in a file that another program wrote.
    let bytes = described(&"é".repeat(200), "seed", "abcdefg").unwrap();
    assert!(Model::read(&bytes).is_ok());
    let at = bytes.windows(7).position(|window| window == b"abcdefg").unwrap();
    let mut escaped = bytes.clone();
    escaped[at..at + 7].copy_from_slice(br"\\u001b");
    let error = message(&escaped);
    assert!(error.contains(r"the provenance's seed holds the control character \u{1b}"), "{error}");
}

/// A pickled dictionary whose entry W1 is an array and whose other entry is what `value` pushes.
fn beside_weights(name: &str, value: &[u8]) -> Vec<u8> {
    let mut pickle = array_in_memo(&[1, 2], &[0; 8]);
    pickle.extend_from_slice(b"(U\x02W1h\0");
    pickle.extend_from_slice(&[b'U', name.len() as u8]);
    pickle.extend_from_slice(name.as_bytes());
    pickle.extend_from_slice(value);
    pickle.extend_from_slice(b"u.");
    pickle
}

/// What NumPy writes for an array of this type, its state's last part left to `data`.
fn strange_array(code: &str, data: &[u8]) -> Vec<u8> {
    let mut value = b"cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\x85U\x01btR(K\x01K\x01\x85cnumpy\ndtype\n(U\x02".to_vec();
    value.extend_from_slice(code.as_bytes());
    value.extend_from_slice(b"K\0K\x01tR(K\x03U\x01<NNNK\x04K\x04K\x08tb\x89");
    value.extend_from_slice(data);
    value.extend_from_slice(b"tb");
    value
}

#[test]
fn entries_that_are_no_numbers_matter_only_where_a_layer_needs_them() {
    const EXPECTED: &str =
        "expected an array of numbers (f2 f4 f8, i1 to i8, u1 to u8 or bool), found";
    let text = strange_array("U1", b"U\x04a\0\0\0");
    let objects = strange_array("O8", b"]Na");
    let structured =
        b"cnumpy\ndtype\n(U\x02f4K\0K\x01tR(K\x03U\x01|N)}J\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
            .to_vec();
    let numbers = b"](G\0\0\0\0\0\0\0\0K\x01e".to_vec();
    let nested = b"](](G\0\0\0\0\0\0\0\0e](K\x01ee".to_vec();
    let ending = [
        (&text, "the type U1: convert it with `.astype(\"float32\")` and save again"),
        (
            &objects,
            "the type O8: save each array in it under a name of its own, as in `numpy.savez(\"w.npz\", W1=w[0], W2=w[1])`",
        ),
        (&numbers, "lists of Python numbers: wrap them in `np.array(…)` and save again"),
        (&nested, "lists of Python numbers: wrap them in `np.array(…)` and save again"),
    ];
    for (value, ending) in ending {
        let bytes = beside_weights("meta", value);
        let model = Model::read(&bytes).unwrap();
        assert!(model.origin.notes.iter().any(|note| note.to_string() == "ignored entries: meta"));
        let error = message(&beside_weights("b1", value));
        assert_eq!(error, format!("b1: {EXPECTED} {ending}"));
    }
    assert!(Model::read(&beside_weights("meta", &structured)).is_ok());
    // scikit-learn's lists of arrays, turned into lists of numbers.
    let lists = [b"\x80\x04}U\x06coefs_](" as &[u8], &nested, &nested, b"es."].concat();
    assert!(message(&lists).starts_with(&format!("coefs_: {EXPECTED} lists of Python numbers")));
    // The same in an archive.
    let hello = npy("<U5", "()", &[0; 20]);
    let error = message(&shared_zip(&["W1.npy"], &hello));
    assert!(error.starts_with(&format!("W1: {EXPECTED} the type <U5")), "{error}");
    let zip = shared_zip(&["name.npy"], &hello);
    assert_eq!(NamedArrays::read(&zip, &Limits::default()).unwrap().others, ["name"]);
}
