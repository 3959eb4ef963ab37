/**
 * Quantile of Student's t, by bisection on its distribution function.
 *
 * @param probability in (0, 1)  @param freedom degrees of freedom, at least 1
 */
export function studentTQuantile(probability: number, freedom: number): number {
  if (!(probability > 0 && probability < 1) || !(freedom >= 1)) {
    throw new RangeError(`no t quantile at ${probability} with ${freedom} degrees of freedom`);
  }
  if (probability < 0.5) {
    return -studentTQuantile(1 - probability, freedom);
  }
  let low = 0;
  let high = 1;
  while (studentTCdf(high, freedom) < probability) {
    high *= 2;
  }
  // 80 halvings bring the width below the last bit of any value here.
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2;
    if (studentTCdf(middle, freedom) < probability) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return (low + high) / 2;
}

/** By probability, then by degrees of freedom. */
const quantiles = new Map<number, Map<number, number>>();

/** studentTQuantile, remembered: thousands of cells share a handful of degrees of freedom. */
export function tQuantile(probability: number, freedom: number): number {
  // Welch's degrees of freedom are real numbers: only whole ones come again.
  if (!Number.isInteger(freedom)) {
    return studentTQuantile(probability, freedom);
  }
  const byFreedom = quantiles.get(probability) ?? new Map<number, number>();
  quantiles.set(probability, byFreedom);
  const value = byFreedom.get(freedom) ?? studentTQuantile(probability, freedom);
  byFreedom.set(freedom, value);
  return value;
}

/** Distribution function of Student's t for t >= 0, by the incomplete beta function (DLMF 8.17). */
export function studentTCdf(t: number, freedom: number): number {
  return 1 - incompleteBeta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2;
}

/** Regularised incomplete beta I_x(a, b), by its continued fraction (DLMF 8.17.22). */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  if (x > (a + 1) / (a + b + 2)) {
    return 1 - incompleteBeta(b, a, 1 - x);
  }
  const logFront =
    a * Math.log(x) + b * Math.log(1 - x) - (logGamma(a) + logGamma(b) - logGamma(a + b));
  return (Math.exp(logFront) / a) * betaFraction(a, b, x);
}

/** Evaluated from the front by the method of Lentz (1976). */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1), tiny);
  let result = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d, tiny);
    c = nonZero(1 + even / c, tiny);
    result *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d, tiny);
    c = nonZero(1 + odd / c, tiny);
    result *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) {
      break;
    }
  }
  return result;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** Lanczos's approximation with g = 7 and nine terms (Godfrey 2001); about 15 digits. */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
    -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
    1.5056327351493116e-7,
  ];
  if (x < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  }
  const shifted = x - 1;
  const base = shifted + 7.5;
  const series = coefficients.reduce(
    (sum, coefficient, index) =>
      index === 0 ? coefficient : sum + coefficient / (shifted + index),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
