/**
 * The five special functions that verdicts rest on: Student's t (lower tail, and its inverse), digamma, trigamma and the
 * regularised incomplete beta function.
 * The build makes one self-contained file of this module, so that whoever installs hogbench does not install the
 * 229 packages they are spread over (docs/decisions/0089).
 */
export { default as incompleteBeta } from '@stdlib/math-base-special-betainc';
export { default as digamma } from '@stdlib/math-base-special-digamma';
export { default as trigamma } from '@stdlib/math-base-special-trigamma';
export { default as studentCdf } from '@stdlib/stats-base-dists-t-cdf';
export { default as studentInverse } from '@stdlib/stats-base-dists-t-quantile';
