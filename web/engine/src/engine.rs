//! The engine: what it holds, and its calls by name.

use crate::arguments::Arguments;
use crate::error::EngineError;
use crate::learning::Sessions;
use crate::networks::Networks;
use crate::points;
use crate::small::{self, kernels};
use crate::value::{Value, object};
use crate::why::Signals;
use feedforward::digits::Digits;
use feedforward::{Activation, Output};

/// The engine behind a page.
#[derive(Debug)]
pub struct Engine {
    pub(crate) networks: Networks,
    pub(crate) sessions: Sessions,
    pub(crate) signals: Signals,
    pub(crate) test_set: Option<Digits>,
    /// Milliseconds since some moment.
    pub(crate) clock: fn() -> f64,
}

impl Engine {
    /// An engine that numbers its networks from `first` on and measures time by `clock`, in milliseconds.
    pub fn new(first: u32, clock: fn() -> f64) -> Self {
        Self {
            networks: Networks::new(first),
            sessions: Sessions::new(first),
            signals: Signals::default(),
            test_set: None,
            clock,
        }
    }

    /// Does what `site/engine/engine.d.ts` says of the call with this name.
    ///
    /// Three calls are not there, because the page's side of them is to fetch a file: `builtIn` takes the
    /// bytes of the built-in network, `loadTestSet` takes those of the test digits' two files, and
    /// `info` has no arguments.
    ///
    /// # Errors
    ///
    /// If an argument is not what the call expects, or what the call does is refused.
    pub fn call(&mut self, name: &str, arguments: &[Value]) -> Result<Value, EngineError> {
        let arguments = Arguments(arguments);
        match name {
            "info" => info(),
            "activation" => small::activation(arguments),
            "product" => small::product(arguments),
            "entry" => small::entry(arguments),
            "outputSteps" => small::output_steps(arguments),
            "forward" => small::forward(arguments),
            "collapse" => small::collapse(arguments),
            "surface" => small::surface(arguments),
            "builtIn" => self.built_in(arguments),
            "open" => self.open(arguments),
            "create" => self.create(arguments),
            "value" => self.value(arguments),
            "save" => self.save(arguments),
            "close" => self.close(arguments),
            "predict" => self.predict(arguments),
            "trace" => self.trace(arguments),
            "neuron" => self.neuron(arguments),
            "outgoing" => self.outgoing(arguments),
            "loadTestSet" => self.load_test_set(arguments),
            "testSet" => self.test_set(),
            "testDigits" => self.test_digits(arguments),
            "evaluate" => self.evaluate(arguments),
            "time" => self.time(arguments),
            "readPicture" => self.read_picture(arguments),
            "shares" => self.shares(arguments),
            "flip" => self.flip(arguments),
            "nearest" => self.nearest(arguments),
            "effects" => self.effects(arguments),
            "hold" => self.hold(arguments),
            "points" => points::points(arguments),
            "readPoints" => points::read_points(arguments),
            "startSession" => self.start_session(arguments),
            "runSession" => self.run_session(arguments),
            "changeSession" => self.change_session(arguments),
            "setSessionNetwork" => self.set_session_network(arguments),
            "sessionBack" => self.session_back(arguments),
            "resetSession" => self.reset_session(arguments),
            "sessionNetwork" => self.session_network(arguments),
            "endSession" => self.end_session(arguments),
            name => Err(EngineError {
                kind: "option",
                message: format!("the engine has no call '{name}'"),
            }),
        }
    }
}

fn info() -> Result<Value, EngineError> {
    let activations = Activation::ALL.into_iter().map(|activation| {
        object! { "name": activation.to_string(), "trainable": activation.is_trainable() }
    });
    Ok(object! {
        "version": env!("CARGO_PKG_VERSION"),
        "kernel": kernels()?.dense_name(),
        "relaxedSimd": cfg!(target_feature = "relaxed-simd"),
        "activations": Value::list(activations),
        "outputs": Value::list(Output::ALL.map(Output::name)),
        "optimizers": Value::list(["sgd", "momentum", "adam"]),
    })
}
