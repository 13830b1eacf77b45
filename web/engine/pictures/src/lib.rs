//! Files of pictures for the page: their grey levels, which the engine takes.
#![cfg(target_arch = "wasm32")]

use feedforward_digits::read_picture;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

/// Names the panic that a trap comes from, where the worker looks for it.
#[wasm_bindgen]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let text = JsValue::from(panic.to_string());
        let _ = Reflect::set(&js_sys::global(), &"enginePanic".into(), &text);
    }));
}

/// Reads a PNG, JPEG, WebP or BMP file: `{ width, height, gray }`; throws `{ kind, message }`.
#[wasm_bindgen(js_name = grayLevels)]
pub fn gray_levels(file: &[u8]) -> Result<JsValue, JsValue> {
    match read_picture(file) {
        Ok(picture) => {
            let gray: Vec<u8> = picture.gray().iter().copied().collect();
            Ok(object(&[
                ("width", (picture.width() as u32).into()),
                ("height", (picture.height() as u32).into()),
                ("gray", Uint8Array::from(&gray[..]).into()),
            ]))
        }
        Err(error) => {
            Err(object(&[("kind", "picture".into()), ("message", error.to_string().into())]))
        }
    }
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        // A new object takes every key.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}
