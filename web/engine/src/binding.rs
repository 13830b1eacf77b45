//! The engine as JavaScript sees it: two functions.

use crate::{Engine, Value};
use js_sys::{Array, Float32Array, Object, Reflect, Uint8Array, Uint8ClampedArray, Uint32Array};
use std::borrow::Cow;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static ENGINE: RefCell<Option<Engine>> = const { RefCell::new(None) };
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    fn now() -> f64;
}

/// Starts the engine, with networks and sessions numbered from `first` on.
#[wasm_bindgen]
pub fn start(first: u32) {
    std::panic::set_hook(Box::new(|panic| {
        // The worker finds here what it says of the trap that follows.
        let text = JsValue::from(panic.to_string());
        let _ = Reflect::set(&js_sys::global(), &"enginePanic".into(), &text);
    }));
    ENGINE.set(Some(Engine::new(first, now)));
}

/// Does one call; throws `{ kind, message }`.
#[wasm_bindgen]
pub fn call(name: &str, arguments: Array) -> Result<JsValue, JsValue> {
    let arguments: Vec<Value> = arguments.iter().map(|argument| value_of(&argument)).collect();
    let answer = ENGINE.with_borrow_mut(|engine| match engine {
        Some(engine) => engine.call(name, &arguments),
        None => {
            Err(crate::EngineError { kind: "internal", message: "start is called first".into() })
        }
    });
    answer.map(js_of).map_err(|error| {
        js_of(Value::Object(vec![
            (Cow::Borrowed("kind"), error.kind.into()),
            (Cow::Borrowed("message"), error.message.into()),
        ]))
    })
}

fn value_of(js: &JsValue) -> Value {
    if let Some(number) = js.as_f64() {
        return Value::Number(number);
    }
    if let Some(text) = js.as_string() {
        return Value::Text(text);
    }
    if let Some(flag) = js.as_bool() {
        return Value::Flag(flag);
    }
    if let Some(array) = js.dyn_ref::<Float32Array>() {
        return Value::Floats(array.to_vec());
    }
    if let Some(array) = js.dyn_ref::<Uint8Array>() {
        return Value::Bytes(array.to_vec());
    }
    if let Some(array) = js.dyn_ref::<Uint8ClampedArray>() {
        return Value::Bytes(array.to_vec());
    }
    if let Some(array) = js.dyn_ref::<Uint32Array>() {
        return Value::Naturals(array.to_vec());
    }
    if let Some(array) = js.dyn_ref::<Array>() {
        return Value::List(array.iter().map(|item| value_of(&item)).collect());
    }
    let Some(object) = js.dyn_ref::<Object>() else {
        return Value::Null;
    };
    let entry = |entry: JsValue| {
        let entry: Array = entry.unchecked_into();
        (Cow::Owned(entry.get(0).as_string().unwrap_or_default()), value_of(&entry.get(1)))
    };
    Value::Object(Object::entries(object).iter().map(entry).collect())
}

fn js_of(value: Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Flag(flag) => flag.into(),
        Value::Number(number) => number.into(),
        Value::Text(text) => text.into(),
        Value::Floats(items) => Float32Array::from(&items[..]).into(),
        Value::Naturals(items) => Uint32Array::from(&items[..]).into(),
        Value::Bytes(items) => Uint8Array::from(&items[..]).into(),
        Value::List(items) => items.into_iter().map(js_of).collect::<Array>().into(),
        Value::Object(entries) => {
            let object = Object::new();
            for (key, value) in entries {
                // A new object takes every key.
                let _ = Reflect::set(&object, &(&*key).into(), &js_of(value));
            }
            object.into()
        }
    }
}
