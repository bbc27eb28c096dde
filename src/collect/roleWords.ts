import type { Role } from "./roles.js";

/**
 * What shops call the columns of their order files, by role and the surest first, in the form that `bareName` gives: English,
 * German, French, Spanish. Words that mean something else as often (reference, number, name, status) are left out.
 */
export const roleWords: { readonly [role in Role]: readonly string[] } = {
  customer: words(`
    customerid customer custid customerno customernumber customerkey customercode customerref customerreference
    clientid client clientno clientnumber clientcode clientref clientreference buyerid buyer userid user memberid member
    accountid account accountno accountnumber shopperid shopper consumerid consumer subscriberid subscriber donorid donor
    householdid householdkey household contactid patientid guestid guest loyaltyid loyaltycard loyaltynumber
    customeremail clientemail buyeremail useremail email emailaddress customername clientname buyername guestname username
    kundennr kundennummer kundenid kundencode kunde kundin kaufer kaeufer besteller kundenname
    idclient numeroclient numclient noclient codeclient acheteur nomclient
    clienteid idcliente numerocliente numcliente codigocliente cliente comprador nombrecliente`),
  order: words(`
    orderid order orderno ordernumber ordernum ordercode orderkey orderref orderreference salesorder salesorderid salesordernumber
    invoiceid invoice invoiceno invoicenumber invoicenum billid bill billno billnumber transactionid transaction transactionno
    transactionnumber transid basketid basket cartid cart receiptid receipt receiptno receiptnumber saleid salesid purchaseid
    ticketid ticketno checkoutid bookingid booking bookingno bookingnumber bookingref bookingreference reservationid reservation
    bestellnr bestellnummer bestellid bestellung auftragsnr auftragsnummer auftragsid auftrag
    rechnungsnr rechnungsnummer rechnungsid rechnung belegnr belegnummer beleg buchungsnr buchungsnummer buchung bonnr
    idcommande commandeid numerocommande numcommande nocommande ncommande commande
    idfacture numerofacture numfacture nofacture nfacture facture
    idpedido pedidoid numeropedido numpedido pedido idfactura numerofactura numfactura factura idcompra`),
  time: words(`
    orderedat orderedon orderdate ordertime orderdatetime ordertimestamp orderpurchasetimestamp ordercreatedat dateordered dateoforder
    invoicedate invoicetime invoicedatetime purchasedate purchasedat purchasetime purchasedatetime purchasetimestamp dateofpurchase
    transactiondate transactiontime transactiondatetime transactiontimestamp transdate transtime
    saledate salesdate saletime solddate soldat soldon datesold bookingdate bookingtime bookedat bookedon reservationdate
    billdate billingdate receiptdate documentdate postingdate paymentdate paidat paidon createdat createdon created placedat placedon
    datetime timestamp date time day
    bestelldatum bestellzeit kaufdatum auftragsdatum rechnungsdatum belegdatum buchungsdatum verkaufsdatum datum zeitpunkt zeit tag
    datecommande datedecommande dateachat datedachat datefacture datedefacture datevente horodatage jour
    fechapedido fechadepedido fechacompra fechadecompra fechafactura fechadefactura fechaventa fechahora fecha`),
  // Whether times are of UTC, and so to be turned to another clock, no name tells.
  timeZone: [],
  amount: words(`
    amount lineamount linetotal lineprice lineitemtotal extendedprice totalamount orderamount ordertotal ordervalue invoiceamount
    invoicetotal transactionamount transactionvalue purchaseamount purchasevalue purchaseamountusd amountpaid paidamount paymentamount
    amountusd amounteur amountgbp netamount grossamount total totalprice totalvalue grandtotal pricepaid
    revenue netrevenue totalrevenue sales netsales grosssales totalsales salesvalue salesamount turnover dollarvalue basketvalue
    value spend spent totalspent money payment paid subtotal
    betrag gesamtbetrag rechnungsbetrag nettobetrag bruttobetrag umsatz bestellwert warenwert gesamtpreis gesamtsumme summe
    montant montanttotal montantttc montantht prixtotal chiffredaffaires chiffreaffaires
    importe importetotal monto montototal preciototal ventas valor`),
  quantity: words(`
    quantity qty orderquantity orderqty orderedquantity quantityordered qtyordered quantitysold qtysold salesquantity lineitemquantity
    pieces pcs units unitssold unitsordered itemcount itemquantity numberofitems numberofcds count
    menge bestellmenge anzahl stuckzahl stueckzahl stuck stueck
    quantite qte quantitecommandee
    cantidad unidades`),
  price: words(`
    unitprice price itemprice priceperunit priceperitem priceeach productprice lineitemprice listprice unitcost saleprice
    sellingprice retailprice unitamount
    einzelpreis stuckpreis stueckpreis preis verkaufspreis artikelpreis
    prixunitaire prix prixdevente prixvente
    preciounitario precio precioventa`),
  // "discount" alone is money here and a share there.
  discount: words(`
    discountamount discountvalue discountmoney discounttotal totaldiscount totaldiscounts linediscount linediscountamount itemdiscount lineitemdiscount
    amountdiscount amountoff discountusd discounteur discountgbp rebateamount
    rabattbetrag rabattwert nachlassbetrag preisnachlass gesamtrabatt
    montantremise remisemontant montantreduction totalremise
    importedescuento montodescuento valordescuento totaldescuento`),
  discountShare: words(`
    discountshare discountrate discountfraction discountratio
    rabattanteil rabattquote
    tauxremise tauxderemise
    tasadescuento`),
  product: words(`
    productid sku productsku lineitemsku stockcode stockid itemid itemno itemnumber itemcode itemsku productcode productno
    productnumber productref productkey articleid articleno articlenumber articlecode partno partnumber upc ean gtin barcode asin
    variantid product item article
    artikelnr artikelnummer artikelid artikelcode produktnr produktnummer produktid artikel produkt
    idproduit produitid codeproduit refproduit referenceproduit codearticle refarticle produit
    idproducto productoid codigoproducto codigoarticulo idarticulo producto articulo`),
  description: words(`
    description productdescription productname producttitle itemname itemdescription itemtitle lineitemname articlename title
    product item article
    beschreibung artikelbeschreibung bezeichnung artikelbezeichnung produktbezeichnung artikelname produktname artikel produkt
    designation libelle libelleproduit nomproduit produit
    descripcion descripcionproducto nombreproducto producto articulo`),
  category: words(`
    category productcategory itemcategory department dept productgroup itemgroup productline productfamily producttype subcategory
    kategorie produktkategorie warengruppe produktgruppe artikelgruppe abteilung
    categorie categorieproduit famille famillearticle rayon
    categoria categoriaproducto familia departamento`),
  channel: words(`
    channel saleschannel orderchannel purchasechannel source platform device store storeid storename shop branch
    kanal vertriebskanal verkaufskanal bestellkanal filiale
    canal canalvente canaldevente magasin boutique
    canalventa canaldeventa tienda sucursal`),
  country: words(`
    country customercountry shipcountry shippingcountry shiptocountry deliverycountry billingcountry billcountry countrycode countryname
    land kundenland lieferland laendercode landercode
    pays payslivraison codepays
    pais paisenvio codigopais`),
  currency: words(`
    currency currencycode ordercurrency invoicecurrency
    wahrung waehrung
    devise monnaie
    moneda divisa`),
};

/** A name as it is compared: small letters and digits alone, without accents, so that "Quantité" is "quantite" and "Client Ref." is "clientref". */
export function bareName(name: string): string {
  return name
    .normalize("NFD")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}
