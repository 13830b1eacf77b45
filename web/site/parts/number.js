// Numbers as a person reads them. Values of f32 are shown as NumPy would show their kind: nan, inf.

/** @typedef {import("./language.js").Language} Language */
/** @typedef {ReturnType<typeof createFormat>} Format */

/** @param {Language} language */
export function createFormat(language) {
  const grouped = new Intl.NumberFormat(language);
  const percents = new Intl.NumberFormat(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    /**
     * Four digits that count, such as 0.3168, 12.35 or 1.2e-7.
     *
     * @param {number} value
     */
    short(value) {
      if (!Number.isFinite(value)) return special(value);
      const size = Math.abs(value);
      if (size !== 0 && (size < 1e-4 || size >= 1e6)) return minus(value.toExponential(2).replace("e+", "e"));
      return minus(String(Number(value.toPrecision(4))));
    },
    /**
     * With a fixed number of decimals, for columns.
     *
     * @param {number} value
     * @param {number} [decimals]
     */
    fixed(value, decimals = 3) {
      return Number.isFinite(value) ? minus(value.toFixed(decimals)) : special(value);
    },
    /**
     * With its sign, + too, for terms of a sum.
     *
     * @param {number} value
     * @param {number} [decimals]
     */
    signed(value, decimals = 3) {
      if (!Number.isFinite(value)) return special(value);
      return value < 0 ? minus(value.toFixed(decimals)) : `+${value.toFixed(decimals)}`;
    },
    /** @param {number} share from 0 to 1 */
    percent(share) {
      return Number.isFinite(share) ? percents.format(share) : special(share);
    },
    /** @param {number} whole */
    count(whole) {
      return grouped.format(whole);
    },
  };
}

/** @param {number} value */
function special(value) {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "−inf";
}

/** @param {string} text a number with a hyphen for its sign */
function minus(text) {
  return text.replace(/^-/, "−");
}
