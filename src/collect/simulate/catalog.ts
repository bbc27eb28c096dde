/** What the shop sells, by category, in the order of a segment's `categories`. */
export const categories = ["Coffee", "Tea", "Brewing", "Kitchen", "Tableware", "Sweets", "Gifts"] as const;

/** One of the shop's categories. */
export type Category = (typeof categories)[number];

/** One thing that the shop sells. */
export interface Product {
  readonly id: string;
  readonly name: string;
  readonly category: Category;
  /** Price in cents in 2024. */
  readonly cents: number;
  /** How often it is bought relative to the others of its category. */
  readonly popularity: number;
  /** log(price / the category's middle price), 0 below half of it: what a customer's spend level is compared with. */
  readonly level: number;
  /** How much more often than coffee it is sent back. */
  readonly returned: number;
}

// Name and price in cents, best sellers first. One name is hostile text on purpose: quotes, markup, an ampersand, a comma.
const shelves: Record<Category, readonly (readonly [string, number])[]> = {
  Coffee: [
    ["House Blend 500g", 1290],
    ["Harbor Espresso 500g", 1390],
    ["Morning Fog 250g", 790],
    ["Decaf Lighthouse 250g", 890],
    ["Espresso Pods x50", 1950],
    ["Colombia Huila 250g", 1090],
    ["House Blend 1kg", 2350],
    ["Ethiopia Guji 250g", 1390],
    ["Cold Brew Pack x6", 1190],
    ["Café de Olla 250g", 990],
    ["Sumatra Dark 500g", 1590],
    ["Kenya AA 250g", 1590],
    ["Yemen Mocha 150g", 2490],
    ["Geisha Reserve 150g", 3450],
  ],
  Tea: [
    ["Earl Grey x50", 690],
    ["English Breakfast x50", 590],
    ["Chamomile x25", 490],
    ["Sencha 100g", 990],
    ["Rooibos Vanilla 100g", 790],
    ["Jasmine Pearls 100g", 1490],
    ["Peppermint x25", 450],
    ["Assam Gold 250g", 1290],
    ["Matcha 30g", 1990],
    ["Darjeeling First Flush 100g", 1890],
    ["Gyokuro 50g", 2690],
  ],
  Brewing: [
    ["Paper Filters x100", 490],
    ["French Press 1l", 3490],
    ["Pour-Over Dripper", 2490],
    ["Descaler 500ml", 890],
    ["Moka Pot 6 Cups", 3290],
    ["Hand Grinder", 6900],
    ["Milk Frother", 2790],
    ["Gooseneck Kettle", 7900],
    ["Digital Scale", 3900],
    ["Burr Grinder Pro", 18900],
    ["Espresso Machine Uno", 34900],
  ],
  Kitchen: [
    ["Tea Towel, set of 3", 1690],
    ["Oak Board", 2990],
    ["Storage Jar 1l", 1490],
    ["Linen Apron", 3450],
    ["Enamel Pan 24cm", 4290],
    ["Chef's Knife 20cm", 6490],
    ["Salt Mill", 2390],
    ["Cast Iron Pot 4l", 11900],
  ],
  Tableware: [
    ["Espresso Cups x4", 2690],
    ['Mug "<b>Harbor</b>" & Co, 0.3l', 1290],
    ["Travel Mug 350ml", 2490],
    ["Stoneware Bowl", 1590],
    ["Latte Glass x2", 1790],
    ["Teapot Blue 1.2l", 4490],
    ["Dinner Plate x4", 4990],
    ["Porcelain Set, 12 pieces", 12900],
  ],
  Sweets: [
    ["Almond Biscotti", 590],
    ["Dark Chocolate 70%", 390],
    ["Vanilla Syrup 250ml", 690],
    ["Shortbread Tin", 990],
    ["Crème Brûlée Fudge", 790],
    ["Wildflower Honey", 890],
    ["Truffles x16", 1690],
  ],
  Gifts: [
    ["Gift Card $25", 2500],
    ["Taster Box Coffee", 2990],
    ["Taster Box Tea", 2690],
    ["Gift Wrap", 350],
    ["Gift Card $50", 5000],
    ["Advent Calendar", 3990],
    ["Hamper Harbor", 6900],
    ["Hamper Grand", 12900],
  ],
};

const returned: Record<Category, number> = {
  Coffee: 1,
  Tea: 1,
  Brewing: 4,
  Kitchen: 4,
  Tableware: 5,
  Sweets: 0.7,
  Gifts: 2,
};

/** The products, in the order of the categories; ids are P101, P102, ... P201, ... */
export const products: readonly Product[] = categories.flatMap((category, c) => {
  const shelf = shelves[category];
  const middle = shelf.map(([, cents]) => cents).sort((a, b) => a - b)[shelf.length >> 1]!;
  return shelf.map(([name, cents], i) => ({
    id: `P${(c + 1) * 100 + i + 1}`,
    name,
    category,
    cents,
    popularity: 1 / (i + 2),
    // A small thing is bought at any spend level.
    level: cents < middle / 2 ? 0 : Math.log(cents / middle),
    returned: name.startsWith("Gift Card") ? 0 : returned[category],
  }));
});

/** Price in cents: each January prices rise by 4 % of those of 2024, to the next 5 cents; a gift card keeps its value. */
export function priceIn(product: Product, year: number): number {
  if (year <= 2024 || product.name.startsWith("Gift Card")) return product.cents;
  return Math.ceil((product.cents * (100 + 4 * (year - 2024))) / 500) * 5;
}
