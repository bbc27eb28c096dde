import type { ColumnInfo } from "../engine/engine.js";
import { Relation } from "../engine/relation.js";
import { column, type TableLike, toTable } from "../table.js";
import { type Role, roleNames, roles } from "./roles.js";

/** Roles for the columns of a file, as far as their names and types tell. */
export interface ProposedMapping {
  /** Column by role; `transactions` takes it where nothing is missing. */
  readonly mapping: { readonly [role in Role]?: string };
  /** Why, in words, by role. */
  readonly reasons: { readonly [role in Role]?: string };
  /** Roles that are needed and that no column seems to have: customer, time or amount. */
  readonly missing: readonly Role[];
}

/** Names by role, the surest first, in small letters and digits alone. */
const known: { readonly [role in Role]: readonly string[] } = {
  customer: [
    "customerid customer custid customerno customernumber customerkey customercode clientid client clientno buyerid buyer userid user",
    "memberid member accountid account accountno shopperid shopper householdid householdkey household contactid patientid guestid",
    "customeremail email customername kundennr kundennummer kunde kundenid idclient clienteid cliente idcliente",
  ].flatMap((names) => names.split(" ")),
  order: [
    "orderid order orderno ordernumber ordernum invoiceid invoice invoiceno invoicenumber transactionid transaction transactionno",
    "transid basketid basket receiptid receipt receiptno saleid purchaseid ticketid checkoutid bestellnr bestellnummer rechnungsnr pedidoid",
  ].flatMap((names) => names.split(" ")),
  time: [
    "orderedat orderdate ordertime orderdatetime ordertimestamp invoicedate invoicetime purchasedate purchasedat purchasetime",
    "transactiondate transactiontime transactiontimestamp transdate transtime saledate solddate soldat paidat createdat created placedat",
    "datetime timestamp date time day bestelldatum rechnungsdatum datum fecha",
  ].flatMap((names) => names.split(" ")),
  amount: [
    "amount lineamount linetotal totalamount orderamount ordertotal ordervalue amountpaid amountusd netamount total totalprice totalvalue",
    "revenue netrevenue sales salesvalue salesamount turnover dollarvalue value spend spent money payment paid betrag umsatz importe montant",
  ].flatMap((names) => names.split(" ")),
  quantity:
    "quantity qty orderquantity orderedquantity pieces units unitssold itemcount numberofcds count menge anzahl cantidad quantite".split(
      " ",
    ),
  price:
    "unitprice price itemprice priceperunit priceeach productprice listprice unitcost saleprice preis stueckpreis precio prix".split(
      " ",
    ),
  product:
    "productid sku stockcode itemid itemno productcode articleid article articleno upc ean productkey asin product item".split(
      " ",
    ),
  description: "description productdescription productname itemname itemdescription title product item name".split(" "),
  category: "category productcategory department dept productgroup productline productfamily subcategory".split(" "),
  channel: "channel saleschannel orderchannel source platform device store storeid".split(" "),
  country: "country customercountry shipcountry shippingcountry billingcountry countrycode land".split(" "),
  currency: "currency currencycode ordercurrency".split(" "),
};

/**
 * Proposes which column of a file plays which role, from the names and types of the columns, and says why. It decides nothing:
 * `transactions` takes a mapping that somebody has looked at. The values are not read.
 *
 * It misleads where names lie: a "date" that is the day of a refund, a "total" that is repeated on each line of an order.
 *
 * @throws TypeError where the data are neither a relation nor a table.
 *
 * @example
 * const { mapping, missing } = proposeMapping([{ CustomerID: 17850, InvoiceDate: new Date("2010-12-01"), Total: 15.3 }]);
 * console.log(mapping); // { customer: 'CustomerID', time: 'InvoiceDate', amount: 'Total' }
 * console.log(missing); // []
 */
export function proposeMapping(data: Relation | TableLike): ProposedMapping {
  const columns = data instanceof Relation ? data.columns : tableColumns(data);
  const mapping: { [role in Role]?: string } = {};
  const reasons: { [role in Role]?: string } = {};
  const free = new Set(columns);
  const take = (role: Role, found: ColumnInfo, reason: string) => {
    mapping[role] = found.name;
    reasons[role] = reason;
    free.delete(found);
  };
  for (const role of roleNames) {
    const best = pick(role, [...free]);
    if (best !== undefined) take(role, best.column, best.reason);
  }
  // A single column of times is when things were bought, whatever it is called.
  const times = [...free].filter((each) => each.type === "time" || each.type === "date");
  if (mapping.time === undefined && times.length === 1)
    take("time", times[0]!, `the only column of ${times[0]!.type === "date" ? "days" : "times"}`);
  const missing: Role[] = (["customer", "time"] as const).filter((role) => mapping[role] === undefined);
  if (mapping.amount === undefined && (mapping.quantity === undefined || mapping.price === undefined))
    missing.push("amount");
  return { mapping, reasons, missing };
}

/** The free column whose name stands first in the role's list and whose type fits. */
function pick(role: Role, columns: readonly ColumnInfo[]): { column: ColumnInfo; reason: string } | undefined {
  let best: { column: ColumnInfo; reason: string } | undefined;
  let bestRank = Number.POSITIVE_INFINITY;
  for (const candidate of columns) {
    if (!fits(role, candidate)) continue;
    const bare = candidate.name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    const rank = known[role].indexOf(bare);
    if (rank < 0 || rank >= bestRank) continue;
    bestRank = rank;
    best = {
      column: candidate,
      reason: `called ${JSON.stringify(candidate.name)}, holds ${typeWords[candidate.type]}`,
    };
  }
  return best;
}

function fits(role: Role, { type }: ColumnInfo): boolean {
  const kind = roles[role];
  if (kind === "time") return type === "time" || type === "date";
  if (kind === "number") return type === "number" || type === "integer";
  if (kind === "id") return type === "text" || type === "integer" || type === "number";
  return type === "text";
}

const typeWords: Record<ColumnInfo["type"], string> = {
  text: "text",
  number: "numbers",
  integer: "whole numbers",
  boolean: "yes/no",
  time: "times",
  date: "days",
  other: "other values",
};

function tableColumns(data: TableLike): ColumnInfo[] {
  const table = toTable(data);
  return table.columnNames().map((name) => {
    const first = Array.from(column(table, name)).find((cell) => cell !== null && cell !== undefined);
    const type =
      first instanceof Date ? "time" : typeof first === "number" || typeof first === "bigint" ? "number" : typeof first;
    return {
      name,
      type: type === "string" ? "text" : type === "time" || type === "number" || type === "boolean" ? type : "other",
    };
  });
}
