//! The words of figures, in each language: one table.

use clap::ValueEnum;
use std::fmt::Display;

/// The language of a figure's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    #[default]
    En,
    /// Korean.
    Ko,
}

/// A word or a sentence in every language. `{}` stands for what is filled in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    english: &'static str,
    korean: &'static str,
}

const fn word(english: &'static str, korean: &'static str) -> Word {
    assert!(blanks(english) == blanks(korean), "every language has the same blanks");
    Word { english, korean }
}

const fn blanks(text: &str) -> usize {
    let (bytes, mut index, mut count) = (text.as_bytes(), 0, 0);
    while index < bytes.len() {
        if bytes[index] == b'{' {
            count += 1;
        }
        index += 1;
    }
    count
}

impl Word {
    pub(crate) fn to(self, language: Language) -> String {
        match language {
            Language::En => self.english,
            Language::Ko => self.korean,
        }
        .to_owned()
    }

    /// The text with its blanks filled in, from left to right.
    pub(crate) fn fill(self, language: Language, parts: &[&dyn Display]) -> String {
        let text = self.to(language);
        let mut pieces = text.split("{}");
        let mut filled = pieces.next().unwrap_or_default().to_owned();
        for (piece, part) in pieces.zip(parts) {
            filled.push_str(&part.to_string());
            filled.push_str(piece);
        }
        filled
    }
}

/// A count of things: English has two forms.
pub(crate) fn counted(language: Language, count: usize, one: Word, many: Word) -> String {
    if count == 1 { one } else { many }.fill(language, &[&count])
}

// Layers and neurons.
pub(crate) const INPUT: Word = word("input", "입력");
pub(crate) const INPUTS: Word = word("inputs", "입력");
pub(crate) const OUTPUT: Word = word("output", "출력");
pub(crate) const HIDDEN: Word = word("hidden {}", "은닉층 {}");
pub(crate) const ONE_INPUT: Word = word("{} input", "입력 {}개");
pub(crate) const MANY_INPUTS: Word = word("{} inputs", "입력 {}개");
pub(crate) const ONE_NEURON: Word = word("{} neuron", "뉴런 {}개");
pub(crate) const MANY_NEURONS: Word = word("{} neurons", "뉴런 {}개");
pub(crate) const MORE_LAYERS: Word = word("{} more", "{}개 층 더");
pub(crate) const NETWORK: Word = word("the network {}, layer by layer", "신경망 {}의 각 층");
pub(crate) const DEEP_NETWORK: Word = word("a network of {} layers", "{}층 신경망");
pub(crate) const WEIGHTED_SUM: Word = word("weighted sum", "가중치의 합");
pub(crate) const ACTIVATION: Word = word("activation", "활성화 함수");
pub(crate) const NEURON: Word = word("neuron", "뉴런");
pub(crate) const NEURON_INDEX: Word = word("neuron {}", "뉴런 {}");
pub(crate) const WEIGHT: Word = word("weight", "가중치");

// One neuron.
pub(crate) const ONE_NEURON_TITLE: Word = word(
    "a neuron: the weighted sum of its inputs, then the activation",
    "뉴런: 입력에 가중치를 곱해 더하고, 활성화 함수를 적용합니다",
);

// Matrices.
pub(crate) const PRODUCT: Word = word(
    "row {} of A times column {} of B is one entry of C",
    "A의 {}행과 B의 {}열로 C의 원소 하나를 계산합니다",
);
pub(crate) const ROW: Word = word("row {}", "{}행");
pub(crate) const COLUMN: Word = word("column {}", "{}열");
pub(crate) const MATCHING: Word = word("these must be equal", "일치해야 함");

// The output layer.
pub(crate) const OUTPUT_LAYER: Word = word(
    "identity looks at one signal, softmax at all of them",
    "항등 함수는 신호 하나를, 소프트맥스는 모든 신호를 봅니다",
);
pub(crate) const SUM_OF_OUTPUTS: Word = word("sum of the outputs: {}", "출력의 합: {}");
pub(crate) const IDENTITY: Word = word("identity", "항등 함수");
pub(crate) const SOFTMAX: Word = word("softmax", "소프트맥스 함수");

// Curves.
pub(crate) const ONE_CURVE: Word = word(
    "the activation {}: output h(z) of a neuron whose sum is z",
    "활성화 함수 {}: 합이 z일 때 뉴런의 출력 h(z)",
);
pub(crate) const ONE_CURVE_AND_DERIVATIVE: Word =
    word("the activation {} and its derivative", "활성화 함수와 도함수: {}");
pub(crate) const CURVES: Word = word("activations: {}", "활성화 함수: {}");
pub(crate) const CURVES_AND_DERIVATIVES: Word =
    word("activations and their derivatives: {}", "활성화 함수와 도함수: {}");
pub(crate) const EXPONENTIAL: Word =
    word("y = eˣ always rises and stays above 0", "y = eˣ는 단조 증가하며 항상 0보다 큽니다");
pub(crate) const STEP: Word = word("step", "계단 함수");
pub(crate) const SIGMOID: Word = word("sigmoid", "시그모이드");
pub(crate) const RELU: Word = word("relu", "ReLU");

// The plane of two inputs.
pub(crate) const BOUNDARY_GATES: Word = word(
    "AND, OR and NAND need one straight line, XOR needs two layers",
    "AND, OR, NAND는 직선 하나로, XOR은 두 층으로 나눕니다",
);
pub(crate) const BOUNDARY: Word =
    word("{}: where the answer is 1, and where 0", "{}: 출력이 1인 곳과 0인 곳");
pub(crate) const CLASSES: Word = word(
    "which class the network gives each point of the plane",
    "신경망이 평면의 각 점에서 고르는 클래스",
);
pub(crate) const CLASS: Word = word("class {}", "클래스 {}");
pub(crate) const ANSWER: Word = word("answer {}", "출력 {}");
pub(crate) const WRONG: Word = word("answered wrong", "틀린 점");
pub(crate) const PERCEPTRON: Word = word("the perceptron", "퍼셉트론");
pub(crate) const THE_NETWORK: Word = word("the network", "신경망");
pub(crate) const TWO_LAYERS: Word = word("two layers", "2층");

// Batches.
pub(crate) const BATCH: Word =
    word("the shapes of a batch of {}, layer by layer", "배치 {}개가 층을 지날 때의 형상");
pub(crate) const ONE_ROW_EACH: Word = word(
    "each row is one input; the dark row shows where the first one goes",
    "한 행이 입력 하나이고, 진한 행은 첫 번째 입력이 지나는 자리입니다",
);

// Digits.
pub(crate) const DIGITS: Word = word("{}: number and label", "{}: 번호와 정답");
pub(crate) const WRONG_DIGITS: Word = word(
    "digits read wrong: {} of {} (label → prediction)",
    "틀리게 읽은 숫자: {}개, 전체 {}개 (정답 → 예측)",
);
pub(crate) const SOME_WRONG_DIGITS: Word = word(
    "digits read wrong: the first {} of {} (label → prediction)",
    "틀리게 읽은 숫자: 처음 {}개, 전체 {}개 (정답 → 예측)",
);
pub(crate) const PIXEL: Word = word("pixel", "픽셀 값");
pub(crate) const TEST_SET: Word = word("MNIST's test set", "MNIST 시험 데이터");

// The confusion matrix.
pub(crate) const CONFUSION: Word =
    word("confusion matrix: {} of {} right ({} %)", "혼동 행렬: {}개 정답, 전체 {}개 ({} %)");
pub(crate) const LABEL: Word = word("label", "정답");
pub(crate) const PREDICTED_CLASS: Word = word("predicted class", "예측");
pub(crate) const IMAGES: Word = word("images (logarithmic scale)", "이미지 수 (로그 눈금)");
pub(crate) const BLOCK: Word =
    word("a cell: the strongest of {}", "한 칸: {} 중 절댓값이 가장 큰 값");

// Training.
pub(crate) const TRAINING_TITLE: Word =
    word("loss and accuracy after each epoch", "에폭마다 본 손실과 정확도");
pub(crate) const LOSS_TITLE: Word = word("loss after each epoch", "에폭마다 본 손실");
pub(crate) const EPOCH: Word = word("epoch", "에폭");
pub(crate) const LOSS: Word = word("loss", "손실");
pub(crate) const ACCURACY: Word = word("accuracy", "정확도");
pub(crate) const TRAINING: Word = word("training", "훈련 데이터");
pub(crate) const VALIDATION: Word = word("validation", "검증 데이터");

// Weights.
pub(crate) const WEIGHTS_ALL: Word =
    word("layer {}: the weights W{} ({}) of all neurons", "{}층의 가중치 W{} ({}): 모든 뉴런");
pub(crate) const WEIGHTS_ONE: Word =
    word("layer {}: the weights W{} ({}) of neuron {}", "{}층의 가중치 W{} ({}): 뉴런 {}");
pub(crate) const WEIGHTS_SOME: Word =
    word("layer {}: the weights W{} ({}) of {} neurons", "{}층의 가중치 W{} ({}): 뉴런 {}개");
pub(crate) const BEYOND: Word =
    word("weight (0.5 % are beyond the ends)", "가중치 (0.5 %는 눈금 밖)");

// Why an answer.
pub(crate) const WHY: Word =
    word("why {}: what each input adds to its logit", "{}의 로짓에 각 입력이 기여한 값");
pub(crate) const WHY_NOT: Word = word(
    "why {} and not {}: what each input adds to the logits and to their difference",
    "두 로짓과 그 차 ({} − {})에 각 입력이 기여한 값",
);
pub(crate) const LOGIT: Word = word("logit", "로짓");
pub(crate) const RAISING: Word = word("{}: what raises it", "{}: 높이는 입력");
pub(crate) const LOWERING: Word = word("{}: what lowers it", "{}: 낮추는 입력");
pub(crate) const SHARE: Word = word(
    "share: above 0 it raises the logit, below 0 it lowers it",
    "기여: 0보다 크면 로짓을 높이고, 작으면 낮춥니다",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_filled_from_left_to_right() {
        assert_eq!(
            PRODUCT.fill(Language::Ko, &[&1, &2]),
            "A의 1행과 B의 2열로 C의 원소 하나를 계산합니다"
        );
        assert_eq!(counted(Language::En, 1, ONE_NEURON, MANY_NEURONS), "1 neuron");
        assert_eq!(counted(Language::Ko, 2, ONE_NEURON, MANY_NEURONS), "뉴런 2개");
    }
}
