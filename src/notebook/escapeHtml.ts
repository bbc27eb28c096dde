/** Text as HTML text or attribute value: what a user typed stays visible as it was typed and never becomes markup. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
