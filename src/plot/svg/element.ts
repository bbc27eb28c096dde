/** Attributes of an SVG element; one that is `undefined` is left out. */
export type Attributes = { readonly [name: string]: string | number | undefined };

/**
 * One SVG element as text. Numbers are rounded to 2 decimals, so that the same figure gives the same text; a number that is
 * not finite is a fault in the drawing code and throws, where a browser would silently draw nothing.
 */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let text = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    text += ` ${key}="${typeof value === "number" ? coordinate(value) : escapeXml(value)}"`;
  }
  return children.length === 0 ? `${text}/>` : `${text}>${children.join("")}</${name}>`;
}

/** A coordinate rounded to 2 decimals, never "-0". */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`expected a finite coordinate, got ${value}`);
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** Text made safe as XML content or attribute value; what XML cannot carry (control characters, half pairs) becomes U+FFFD. */
export function escapeXml(text: string): string {
  let safe = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (character === "&") safe += "&amp;";
    else if (character === "<") safe += "&lt;";
    else if (character === ">") safe += "&gt;";
    else if (character === '"') safe += "&quot;";
    else if (character === "'") safe += "&#39;";
    else if (code < 32 && code !== 9 && code !== 10 && code !== 13) safe += "\ufffd";
    else if ((code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff) safe += "\ufffd";
    else safe += character;
  }
  return safe;
}
