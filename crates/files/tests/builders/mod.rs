//! Files of zeros, made byte by byte.
#![allow(dead_code, reason = "not every program of tests needs all of them")]

/// A safetensors file of f32 zeros.
pub(crate) fn zeros(tensors: &[(&str, &[usize])]) -> Vec<u8> {
    let mut header = String::from("{");
    let mut end = 0;
    for (name, shape) in tensors {
        let begin = end;
        end += shape.iter().product::<usize>() * 4;
        let comma = if begin == 0 { "" } else { "," };
        header += &format!(
            "{comma}\"{name}\":{{\"dtype\":\"F32\",\"shape\":{shape:?},\"data_offsets\":[{begin},{end}]}}"
        );
    }
    header.push('}');
    let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(header.as_bytes());
    bytes.resize(bytes.len() + end, 0);
    bytes
}

/// The beginning of a pickle that keeps an array in memo entry 0: `_frombuffer` with these axes.
pub(crate) fn array_in_memo(axes: &[u8], data: &[u8]) -> Vec<u8> {
    let mut pickle = b"\x80\x04}cnumpy.core.numeric\n_frombuffer\n(".to_vec();
    pickle.push(b'U');
    pickle.push(data.len() as u8);
    pickle.extend_from_slice(data);
    pickle.extend_from_slice(b"cnumpy\ndtype\n(U\x02f4K\0K\x01tR(");
    pickle.extend(axes.iter().flat_map(|&axis| [b'K', axis]));
    pickle.extend_from_slice(b"tU\x01CtRq\x000");
    pickle
}

/// An npy file of version 1.0.
pub(crate) fn npy(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr':'{descr}','fortran_order':False,'shape':{shape}}}\n");
    let mut bytes = b"\x93NUMPY\x01\0".to_vec();
    bytes.extend_from_slice(&(header.len() as u16).to_le_bytes());
    bytes.extend_from_slice(header.as_bytes());
    bytes.extend_from_slice(data);
    bytes
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    })
}

/// A stored zip archive of one member, which the directory lists under each of the names.
pub(crate) fn shared_zip(names: &[&str], data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u32).to_le_bytes();
    let sums = [checksum(data).to_le_bytes(), length, length].concat();
    let entry = |name: &str| {
        [b"\x14\0\0\0\0\0\0\0\x21\0", &*sums, &(name.len() as u16).to_le_bytes(), &[0, 0]].concat()
    };
    let mut zip = [b"PK\x03\x04", &*entry(names[0]), names[0].as_bytes(), data].concat();
    let start = zip.len() as u32;
    for name in names {
        let listed = [b"PK\x01\x02\x14\0", &*entry(name), &[0; 14], name.as_bytes()].concat();
        zip.extend_from_slice(&listed);
    }
    let count = (names.len() as u16).to_le_bytes();
    let size = (zip.len() as u32 - start).to_le_bytes();
    zip.extend_from_slice(
        &[b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &start.to_le_bytes(), &[0, 0]].concat(),
    );
    zip
}

/// A pickled dictionary of f4 zeros, in this order.
pub(crate) fn dictionary(arrays: &[(&str, &[usize])]) -> Vec<u8> {
    let mut pickle = b"\x80\x04}(".to_vec();
    for (name, shape) in arrays {
        let bytes = vec![0; shape.iter().product::<usize>() * 4];
        pickle.extend_from_slice(b"X");
        pickle.extend_from_slice(&(name.len() as u32).to_le_bytes());
        pickle.extend_from_slice(name.as_bytes());
        pickle.extend_from_slice(b"cnumpy.core.numeric\n_frombuffer\n(B");
        pickle.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        pickle.extend_from_slice(&bytes);
        pickle.extend_from_slice(b"cnumpy\ndtype\n(U\x02f4K\0K\x01tR(");
        for &axis in *shape {
            pickle.push(b'M');
            pickle.extend_from_slice(&(axis as u16).to_le_bytes());
        }
        pickle.extend_from_slice(b"tU\x01CtR");
    }
    pickle.extend_from_slice(b"u.");
    pickle
}
