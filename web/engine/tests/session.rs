//! Sessions learn what the crates' own training learns, and go back and on.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward::ndarray::{Array2, ArrayView2};
use feedforward::training::{
    Examples, InitializeOptions, Optimizer, TrainOptions, initialize, train,
};
use feedforward::{Activation, Network, Output, bytes::hex};
use feedforward_engine::{Engine, Value};
use sha2::{Digest, Sha256};
use std::num::NonZeroUsize;

/// SHA-256 of the weights and biases after the training of [`xor`], which `engine.test.mjs` compares with too.
const LEARNED: &str = include_str!("xor.sha256");

fn object(entries: Vec<(&'static str, Value)>) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

fn engine() -> Engine {
    Engine::new(1, || 0.0)
}

fn points(engine: &mut Engine, kind: &str, count: f64) -> Value {
    let options =
        object(vec![("count", count.into()), ("noise", 0.05.into()), ("seed", 7.0.into())]);
    engine.call("points", &[kind.into(), options]).unwrap()
}

fn options(points: Value, optimizer: &str, validation: f64) -> Value {
    let sizes = [2.0, 8.0, 2.0].map(Value::from).to_vec();
    let data =
        [("kind", "points".into()), ("points", points), ("validation", validation.into())].to_vec();
    object(vec![
        ("sizes", sizes.into()),
        ("activation", "tanh".into()),
        ("output", "softmax".into()),
        ("seed", 1.0.into()),
        ("optimizer", object(vec![("name", optimizer.into())])),
        ("learningRate", 0.05.into()),
        ("weightDecay", 0.0.into()),
        ("batch", 10.0.into()),
        ("data", object(data)),
    ])
}

fn start(engine: &mut Engine, options: Value) -> Value {
    engine.call("startSession", &[options]).unwrap().get("session").unwrap().clone()
}

fn run(engine: &mut Engine, session: &Value, steps: f64, wish: &'static str) -> Value {
    let wishes = object(vec![("steps", steps.into()), (wish, true.into())]);
    engine.call("runSession", &[session.clone(), wishes]).unwrap()
}

fn network(engine: &mut Engine, session: &Value) -> Value {
    run(engine, session, 0.0, "network").get("network").unwrap().clone()
}

fn number(value: &Value, key: &str) -> f64 {
    match value.get(key) {
        Some(Value::Number(number)) => *number,
        found => panic!("{key} is {found:?}"),
    }
}

fn floats(value: &Value) -> &[f32] {
    match value {
        Value::Floats(floats) => floats,
        found => panic!("expected floats, found {found:?}"),
    }
}

fn layers(network: &Value) -> Vec<(Vec<f32>, Vec<f32>)> {
    let Some(Value::List(layers)) = network.get("layers") else { panic!("a network has layers") };
    let parts = layers.iter().map(|layer| {
        let weights = layer.get("weights").unwrap().get("data").unwrap();
        (floats(weights).to_vec(), floats(layer.get("bias").unwrap()).to_vec())
    });
    parts.collect()
}

fn weights(network: &Network) -> Vec<(Vec<f32>, Vec<f32>)> {
    let parts = network.layers().iter().map(|layer| {
        let (weights, bias) = layer.as_slices();
        (weights.to_vec(), bias.to_vec())
    });
    parts.collect()
}

fn labelled(points: &Value) -> (Array2<f32>, Vec<usize>) {
    let data = floats(points.get("x").unwrap().get("data").unwrap());
    let Some(Value::Naturals(labels)) = points.get("labels") else { panic!("points have labels") };
    let x = ArrayView2::from_shape((labels.len(), 2), data).unwrap().to_owned();
    (x, labels.iter().map(|&label| label as usize).collect())
}

#[test]
fn the_weights_are_those_of_train_to_the_bit() {
    for (optimizer, name, validation) in
        [(Optimizer::adam(), "adam", 0), (Optimizer::momentum(), "momentum", 23)]
    {
        let mut engine = engine();
        let points = points(&mut engine, "xor", 200.0);
        let (x, labels) = labelled(&points);
        let session = start(&mut engine, options(points, name, validation as f64));
        let epochs = 15;
        let steps = (200 - validation as usize).div_ceil(10) * epochs;
        let frame = run(&mut engine, &session, steps as f64, "measure");
        assert_eq!(number(&frame, "epoch"), epochs as f64);

        let first = initialize(
            &[2, 8, 2],
            Activation::Tanh,
            Output::Softmax,
            &InitializeOptions { seed: 1, ..InitializeOptions::default() },
        )
        .unwrap();
        let train_options = TrainOptions {
            epochs,
            optimizer,
            learning_rate: 0.05,
            batch: NonZeroUsize::new(10).unwrap(),
            validation: validation as usize,
            seed: 1,
            ..TrainOptions::default()
        };
        let trained = train(&first, Examples::labelled(x.view(), &labels), &train_options).unwrap();
        assert_eq!(layers(&network(&mut engine, &session)), weights(&trained.network), "{name}");
        if validation > 0 {
            let last = trained.history.last().unwrap();
            assert_eq!(Some(number(&frame, "validationLoss")), last.validation_loss);
            assert_eq!(Some(number(&frame, "validationAccuracy")), last.validation_accuracy);
        }
    }
}

#[test]
fn exclusive_or_is_learned_to_the_same_bits_everywhere() {
    let mut engine = engine();
    let points = points(&mut engine, "xor", 200.0);
    let session = start(&mut engine, options(points, "adam", 0.0));
    let frame = run(&mut engine, &session, 1000.0, "measure");
    assert!(number(&frame, "trainingLoss") < 0.1, "{frame:?}");
    let mut hasher = Sha256::new();
    for (weights, bias) in layers(&network(&mut engine, &session)) {
        weights.iter().chain(&bias).for_each(|value| hasher.update(value.to_le_bytes()));
    }
    assert_eq!(hex(&hasher.finalize()), LEARNED.trim());
}

#[test]
fn steps_back_and_resets_lead_to_the_same_weights_again() {
    let mut engine = engine();
    let points = points(&mut engine, "moons", 60.0);
    let session = start(&mut engine, options(points, "adam", 10.0));
    let first = network(&mut engine, &session);
    run(&mut engine, &session, 13.0, "measure");
    let after_13 = network(&mut engine, &session);
    run(&mut engine, &session, 7.0, "measure");
    let after_20 = network(&mut engine, &session);
    for _ in 0..7 {
        let is_back = engine.call("sessionBack", std::slice::from_ref(&session)).unwrap();
        assert_eq!(is_back, true.into());
    }
    assert_eq!(network(&mut engine, &session), after_13);
    let frame = run(&mut engine, &session, 7.0, "measure");
    assert_eq!((number(&frame, "step"), number(&frame, "epoch")), (20.0, 4.0));
    assert_eq!(network(&mut engine, &session), after_20);

    engine.call("resetSession", std::slice::from_ref(&session)).unwrap();
    assert_eq!(network(&mut engine, &session), first);
    let is_back = engine.call("sessionBack", std::slice::from_ref(&session)).unwrap();
    assert_eq!(is_back, false.into());
    run(&mut engine, &session, 20.0, "measure");
    assert_eq!(network(&mut engine, &session), after_20);
}

#[test]
fn a_step_shows_its_gradients_and_its_updates() {
    let mut engine = engine();
    let points = points(&mut engine, "circle", 40.0);
    let session = start(&mut engine, options(points, "sgd", 0.0));
    let before = layers(&network(&mut engine, &session));
    let frame = run(&mut engine, &session, 1.0, "gradients");
    let after = layers(&network(&mut engine, &session));
    for ((part, sign), rate) in
        [("updates", 1.0), ("gradients", -1.0)].into_iter().zip([1.0, 0.05f32])
    {
        let Some(Value::List(shown)) = frame.get(part) else { panic!("{part} are shown") };
        for ((before, after), shown) in before.iter().zip(&after).zip(shown) {
            let shown = floats(shown.get("weights").unwrap().get("data").unwrap());
            for ((before, after), shown) in before.0.iter().zip(&after.0).zip(shown) {
                assert!((after - before - sign * rate * shown).abs() < 1e-6, "{part}");
            }
        }
    }
}

#[test]
fn a_session_goes_on_from_weights_set_by_hand() {
    let mut engine = engine();
    let points = points(&mut engine, "blobs", 40.0);
    let session = start(&mut engine, options(points, "adam", 0.0));
    let first = network(&mut engine, &session);
    run(&mut engine, &session, 9.0, "measure");
    engine.call("setSessionNetwork", &[session.clone(), first.clone()]).unwrap();
    assert_eq!(network(&mut engine, &session), first);
    let frame = run(&mut engine, &session, 1.0, "measure");
    assert_eq!(number(&frame, "step"), 10.0);
    assert_ne!(network(&mut engine, &session), first);
}

#[test]
fn what_is_not_finite_stops_before_it_and_says_where() {
    let mut engine = engine();
    let points = points(&mut engine, "spiral", 40.0);
    let mut options = options(points, "sgd", 0.0);
    if let Value::Object(entries) = &mut options {
        for (key, value) in entries {
            match &**key {
                "learningRate" => *value = 1e30.into(),
                "activation" => *value = "relu".into(),
                _ => {}
            }
        }
    }
    let session = start(&mut engine, options);
    let frame = run(&mut engine, &session, 100.0, "measure");
    let fault = frame.get("fault").unwrap();
    assert_eq!(fault.get("kind"), Some(&"not_finite".into()), "{frame:?}");
    let Some(Value::Text(message)) = fault.get("message") else { panic!("{fault:?}") };
    assert!(
        message.contains("with the learning rate 1000000000000000000000000000000"),
        "{message}"
    );
    assert!((0.0..2.0).contains(&number(fault, "layer")), "{fault:?}");
    let parts = layers(&network(&mut engine, &session));
    assert!(parts.iter().all(|(w, b)| w.iter().chain(b).all(|v| v.is_finite())));

    // A lower rate goes on from there.
    engine.call("resetSession", std::slice::from_ref(&session)).unwrap();
    let change = object(vec![("learningRate", 0.1.into())]);
    engine.call("changeSession", &[session.clone(), change]).unwrap();
    let frame = run(&mut engine, &session, 10.0, "measure");
    assert_eq!((frame.get("fault"), number(&frame, "step")), (Some(&Value::Null), 10.0));
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut engine = engine();
    let points = points(&mut engine, "xor", 20.0);
    for (key, value, message) in [
        (
            "activation",
            "step".into(),
            "layer 1 cannot learn: the slope of 'step' is zero everywhere",
        ),
        (
            "sizes",
            vec![Value::from(3.0), Value::from(2.0)].into(),
            "the network takes 3 inputs, but the examples have 2",
        ),
        (
            "sizes",
            vec![Value::from(2.0), Value::from(1.0)].into(),
            "the network knows 1 classes, but the examples have 2",
        ),
        ("batch", 0.0.into(), "options.batch: expected a whole number from 1 to 10000, found 0"),
        ("weightDecay", (-1.0).into(), "weight decay is -1, but must be zero or more"),
    ] {
        let mut options = options(points.clone(), "sgd", 0.0);
        if let Value::Object(entries) = &mut options {
            for entry in entries.iter_mut().filter(|entry| entry.0 == key) {
                entry.1 = Value::clone(&value);
            }
        }
        let error = engine.call("startSession", &[options]).unwrap_err();
        assert!(error.message.starts_with(message), "{error}");
    }
}
