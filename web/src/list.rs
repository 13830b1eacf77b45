//! The rows, written by `web/list.sh` from what is in `web/site`.

use crate::File;

macro_rules! rows {
    ($($path:literal)*) => {
        &[$(File { path: $path, bytes: include_bytes!(concat!("../site/", $path)) }),*]
    };
}

/// Every file of the site but the data.
pub(crate) static LISTED: &[File] = rows! {
    "app.css"
    "app.js"
    "en/index.html"
    "engine/bindings.js"
    "engine/client.js"
    "engine/engine.js"
    "engine/engine.wasm"
    "engine/engine_relaxed.wasm"
    "engine/worker.js"
    "icon.svg"
    "index.html"
    "index.js"
    "ko/index.html"
    "parts/colors.js"
    "parts/controls.js"
    "parts/dom.js"
    "parts/figures/bars.js"
    "parts/figures/diagram.js"
    "parts/figures/picture.js"
    "parts/figures/plane.js"
    "parts/language.js"
    "parts/number.js"
    "parts/state.js"
    "sections/activation.js"
    "sections/arrays.js"
    "sections/digits.js"
    "sections/layers.js"
    "sections/learning.js"
    "sections/list.js"
    "sections/output.js"
    "sections/perceptron.js"
    "text/en/activation.js"
    "text/en/arrays.js"
    "text/en/digits.js"
    "text/en/layers.js"
    "text/en/learning.js"
    "text/en/output.js"
    "text/en/perceptron.js"
    "text/en/shell.js"
    "text/ko/activation.js"
    "text/ko/arrays.js"
    "text/ko/digits.js"
    "text/ko/layers.js"
    "text/ko/learning.js"
    "text/ko/output.js"
    "text/ko/perceptron.js"
    "text/ko/shell.js"
};
