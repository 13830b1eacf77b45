//! Bytes as hexadecimal digits.

use std::fmt::Write;

/// Bytes as lower-case hexadecimal digits, two per byte.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_bytes::hex(&[0x00, 0x0f, 0xa5]), "000fa5");
/// ```
pub fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(text, "{byte:02x}").expect("a string takes any text");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::hex;

    #[test]
    fn each_byte_is_two_digits() {
        assert_eq!(hex(&[]), "");
        assert_eq!(hex(&[0, 1, 0x2a, 0xff]), "00012aff");
    }
}
