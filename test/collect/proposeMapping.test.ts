import assert from "node:assert/strict";
import { test } from "node:test";
import { proposeMapping } from "../../src/collect/proposeMapping.js";
import { read } from "../../src/collect/read.js";
import { bareName, roleWords } from "../../src/collect/roleWords.js";

const at = new Date("2024-01-01");

test("knows the shop's own file and says why", async () => {
  const { mapping, reasons, missing } = proposeMapping(await read("data/orders.csv"));
  assert.deepEqual(missing, []);
  assert.deepEqual(mapping, {
    customer: "customer_id",
    order: "order_id",
    time: "ordered_at",
    amount: "amount",
    quantity: "quantity",
    price: "unit_price",
    product: "product_id",
    description: "product",
    category: "category",
    channel: "channel",
    currency: "currency",
  });
  assert.match(reasons.customer ?? "", /customer_id.*text/);
});

test("knows common names however they are written", () => {
  const variants: [object, object][] = [
    [
      { "Customer ID": 1, "Invoice No": "1", "Invoice Date": at, Quantity: 1, "Unit Price": 2 },
      { customer: "Customer ID", order: "Invoice No", time: "Invoice Date", quantity: "Quantity", price: "Unit Price" },
    ],
    [
      { user_id: 1, order_id: 2, created_at: at, total_price: 3 },
      { customer: "user_id", order: "order_id", time: "created_at", amount: "total_price" },
    ],
    [
      { Kundennr: "a", Bestellnummer: "b", Bestelldatum: at, Umsatz: 3 },
      { customer: "Kundennr", order: "Bestellnummer", time: "Bestelldatum", amount: "Umsatz" },
    ],
    [
      { client: "a", seen: at, revenue: 3 },
      { customer: "client", time: "seen", amount: "revenue" },
    ],
  ];
  for (const [row, expected] of variants) assert.deepEqual(proposeMapping([row]).mapping, expected);
});

test("a discount is proposed where its name says whether it is money or a share, a time zone never", () => {
  const row = { client: "a", seen: at, revenue: 3, time_zone: "Europe/Zurich" };
  const usual = { customer: "client", time: "seen", amount: "revenue" };
  const variants: [object, object][] = [
    [{ "Discount Amount": 1 }, { discount: "Discount Amount" }],
    [{ Rabattbetrag: 1 }, { discount: "Rabattbetrag" }],
    [{ discount_rate: 0.1 }, { discountShare: "discount_rate" }],
    [{ discount_amount: 1, discount_rate: 0.1 }, { discount: "discount_amount" }],
    [{ discount: 0.1 }, {}],
    [{ "Discount %": 10, discount_percent: 10 }, {}],
  ];
  for (const [more, expected] of variants)
    assert.deepEqual(proposeMapping([{ ...row, ...more }]).mapping, { ...usual, ...expected });
});

test("knows the words of other languages and trades, with or without accents", () => {
  const variants: [object, object][] = [
    [
      { Bestellung: "b", Kunde: "k", Datum: at, Menge: 2, Preis: 3, Währung: "EUR" },
      { customer: "Kunde", order: "Bestellung", time: "Datum", quantity: "Menge", price: "Preis", currency: "Währung" },
    ],
    [
      {
        "N° commande": "c",
        "Code client": 7,
        "Date d'achat": at,
        seen: at,
        Quantité: 1,
        "Prix unitaire": 2,
        Pays: "FR",
      },
      {
        customer: "Code client",
        order: "N° commande",
        quantity: "Quantité",
        price: "Prix unitaire",
        time: "Date d'achat",
        country: "Pays",
      },
    ],
    [
      { "ID Pedido": 1, Cliente: "c", "Fecha de compra": at, seen: at, Importe: 9, Descripción: "té" },
      {
        customer: "Cliente",
        order: "ID Pedido",
        time: "Fecha de compra",
        amount: "Importe",
        description: "Descripción",
      },
    ],
    [
      { Booking: "b", "Client Ref": "c", "Booked on": at, "Amount paid": 3 },
      { customer: "Client Ref", order: "Booking", time: "Booked on", amount: "Amount paid" },
    ],
  ];
  for (const [row, expected] of variants) assert.deepEqual(proposeMapping([row]).mapping, expected);
});

test("every word is written as names are compared, and stands once in its role", () => {
  for (const [role, words] of Object.entries(roleWords)) {
    assert.deepEqual(words.map(bareName), words, role);
    assert.equal(new Set(words).size, words.length, role);
  }
});

test("a name with the wrong type is no proposal, and what is missing is said", () => {
  const { mapping, missing } = proposeMapping([{ customer: true, date: "soon", amount: "ten", price: 3 }]);
  assert.deepEqual(mapping, { price: "price" });
  assert.deepEqual(missing, ["customer", "time", "amount"]);
});

test("no column plays two roles", () => {
  const { mapping } = proposeMapping([{ customer: "a", product: "tea", date: at, total: 1, price: 1 }]);
  const used = Object.values(mapping);
  assert.equal(new Set(used).size, used.length);
});
