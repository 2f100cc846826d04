/* Texts, days and numbers in the site's language. assets/words.js, which `digest build` writes, has what is not
   English; digits are Western, as on the pages. */
const { direction = "ltr", written = "en", words = {}, plural = n => Number(n !== 1) } = self.dayfold || {};

const tag = written === "en" ? "en-GB" : written; // days before months, as on the pages
/** What Intl is asked with. */
export const locale = `${tag}-u-nu-latn`;

const filled = (text, values) => text.replace(/%(?:%|\((\w+)\)s)/g, (all, name) => (all === "%%" ? "%" : name in values ? values[name] : all));

/** A text in the site's language, with `values` in the place of its %(name)s. */
export const t = (text, values = {}) => filled(words[text]?.[0] || text, values);

/** The one of both that fits `n`, which stands where they have %(num)s. */
export const tn = (one, many, n, values = {}) =>
  filled(words[one]?.[plural(n)] || (n === 1 ? one : many), { num: number(n), ...values });

export const number = n => n.toLocaleString(locale);
/** The direction of the site's own words. */
export { direction };
