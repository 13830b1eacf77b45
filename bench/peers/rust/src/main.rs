//! Times Rust engines on the networks and inputs that `export_models.py` wrote.
//!
//! `peers MODELS THREADS` reads cases from standard input, one a line:
//! `PEER MODEL INPUTS BATCH ROWS SECONDS`, such as `rten book digits 100 10000 0.5`, and answers
//! each with a line of JSON: nanoseconds an image, the median of the passes, and how many digits
//! were right. It stays alive between cases, so that engines can be timed in turn.

mod engines;

use engines::Forward;
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::time::{Duration, Instant};

const INPUTS: usize = 784;

/// Rows and, where they are digits, which ones.
struct Rows {
    x: Vec<f32>,
    labels: Option<Vec<u8>>,
}

/// What is kept from case to case.
struct Session {
    models: String,
    threads: usize,
    rows: HashMap<String, Rows>,
    forwards: HashMap<String, Forward>,
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let [_, models, threads] = &args[..] else { panic!("usage: peers MODELS THREADS") };
    let mut session = Session {
        models: models.clone(),
        threads: threads.parse().expect("THREADS is a number"),
        rows: HashMap::new(),
        forwards: HashMap::new(),
    };
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let answer = session.run(&line);
        println!("{answer}");
        std::io::stdout().flush().expect("standard output can be written");
    }
}

impl Session {
    fn run(&mut self, line: &str) -> String {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [peer, model, inputs, batch, rows, seconds] = words[..] else {
            panic!("expected PEER MODEL INPUTS BATCH ROWS SECONDS, found '{line}'")
        };
        let batch: usize = batch.parse().expect("BATCH is a number");
        let rows: usize = rows.parse().expect("ROWS is a number");
        let seconds: f64 = seconds.parse().expect("SECONDS is a number");
        let data = self.rows.entry(inputs.to_owned()).or_insert_with(|| load(&self.models, inputs));
        // tract prepares a model for one batch size, the others for all.
        let key = format!("{peer} {model} {}", if peer == "tract" { batch } else { 0 });
        let forward = self
            .forwards
            .entry(key)
            .or_insert_with(|| engines::forward(peer, &self.models, model, batch, self.threads));
        let (ns, correct) = time(forward, data, batch, rows, seconds);
        let correct = correct.map_or("null".to_owned(), |correct| correct.to_string());
        format!(r#"{{"ns_per_image": {ns:.1}, "correct": {correct}, "of": {rows}}}"#)
    }
}

fn load(models: &str, inputs: &str) -> Rows {
    let bytes = std::fs::read(format!("{models}/{inputs}.f32")).expect("the inputs are there");
    let x = bytes.as_chunks().0.iter().map(|number| f32::from_le_bytes(*number)).collect();
    let labels = (inputs == "digits")
        .then(|| std::fs::read(format!("{models}/digits.u8")).expect("the labels are there"));
    Rows { x, labels }
}

/// The median of the passes after one that only counts right answers.
fn time(
    forward: &mut Forward,
    data: &Rows,
    batch: usize,
    rows: usize,
    seconds: f64,
) -> (f64, Option<usize>) {
    let mut correct = data.labels.as_ref().map(|_| 0);
    let mut pass = |counting: bool| {
        for first in (0..rows).step_by(batch) {
            let x = &data.x[first * INPUTS..(first + batch) * INPUTS];
            let y = std::hint::black_box(forward(x, batch));
            if let (true, Some(correct), Some(labels)) = (counting, &mut correct, &data.labels) {
                *correct += right_answers(&y, &labels[first..first + batch]);
            }
        }
    };
    pass(true);
    let mut times = Vec::new();
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    while times.len() < 3 || Instant::now() < end {
        let start = Instant::now();
        pass(false);
        times.push(start.elapsed().as_nanos() as f64 / rows as f64);
    }
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], correct)
}

fn right_answers(y: &[f32], labels: &[u8]) -> usize {
    let columns = y.len() / labels.len();
    let answers = y.chunks_exact(columns).map(|row| {
        (0..columns).fold(0, |best, column| if row[column] > row[best] { column } else { best })
    });
    answers.zip(labels).filter(|(answer, label)| *answer == usize::from(**label)).count()
}
