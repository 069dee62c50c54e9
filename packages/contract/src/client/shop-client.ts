/** Long because it is one list: every call of the shop, in the order of its pages. */
import type { z } from 'zod';
import type {
  AftercareView,
  CartView,
  CaseList,
  CasePreview,
  CaseView,
  ClockView,
  CouponCentre,
  CouponClaim,
  CouponList,
  CouponView,
  casePreviewRequest,
  caseRequest,
  caseSendBack,
  categoriesView,
  complaintRequest,
  complaintView,
  DeliveryOptions,
  FlashOrderRequest,
  FlashReservation,
  FlashReservations,
  FlashView,
  FulfilmentView,
  favouritesView,
  InvoiceList,
  InvoiceRequest,
  NoticeList,
  PaymentList,
  PaymentMethod,
  PaymentView,
  PointsView,
  PresaleAnswer,
  PresaleFullOrderRequest,
  PresaleOrderRequest,
  ProductView,
  ProtectionView,
  PurchaseRequest,
  PurchaseView,
  productList,
  productQuery,
  protectionPaid,
  protectionRequest,
  purchaseList,
  QuoteView,
  quoteRequest,
  ReturnOptions,
  returnRequest,
  returnView,
  SimilarAnswer,
  StoreLinkOpened,
  StoresWith,
  searchWordsView,
  TopUpView,
  VenueView,
  visitView,
} from '../api/index.ts';
import type { createAttempts } from './attempts.ts';
import type { Http } from './http.ts';

export type ProductQuery = Partial<z.infer<typeof productQuery>>;
export type ProductList = z.infer<typeof productList>;
export type PurchaseList = z.infer<typeof purchaseList>;
export type CategoriesView = z.infer<typeof categoriesView>;
export type ReturnRequest = z.infer<typeof returnRequest>;
export type CasePreviewRequest = z.infer<typeof casePreviewRequest>;
export type CaseRequest = z.infer<typeof caseRequest>;
export type CaseSendBack = z.infer<typeof caseSendBack>;
export type ReturnView = z.infer<typeof returnView>;
export type ProtectionRequest = z.infer<typeof protectionRequest>;
export type ProtectionPaid = z.infer<typeof protectionPaid>;
export type ComplaintRequest = z.infer<typeof complaintRequest>;
export type QuoteRequest = z.infer<typeof quoteRequest>;
type Signal = AbortSignal | undefined;

/** Everything a shopper's screen may ask, one function for each endpoint; shapes are those of `@dacu/contract/api`. */
export function createShopClient(http: Http, attempt: ReturnType<typeof createAttempts>) {
  const id = encodeURIComponent;
  return {
    clock: (signal?: Signal) => http<ClockView>({ path: '/api/clock', answer: 'clockView', signal }),
    deliveryOptions: (region: string, skus: string, signal?: Signal) =>
      http<DeliveryOptions>({
        path: '/api/delivery-options',
        query: { region, skus },
        answer: 'deliveryOptions',
        signal,
      }),
    storesWith: (skuId: string, region: string | undefined, signal?: Signal) =>
      http<StoresWith>({
        path: `/api/skus/${id(skuId)}/stores`,
        query: { region },
        answer: 'storesWith',
        signal,
      }),
    openStoreLink: (productId: string, from: string) =>
      http<StoreLinkOpened>({
        method: 'POST',
        path: '/api/store-links',
        body: { productId, from },
        answer: 'storeLinkOpened',
      }),
    fulfilment: (purchaseId: string, signal?: Signal) =>
      http<FulfilmentView>({
        path: `/api/purchases/${id(purchaseId)}/fulfilment`,
        answer: 'fulfilmentView',
        signal,
      }),
    openVisit: (channel: string) =>
      http<z.infer<typeof visitView>>({
        method: 'POST',
        path: '/api/visits',
        body: { channel },
        answer: 'visitView',
      }),
    venue: (signal?: Signal) => http<VenueView>({ path: '/api/venue', answer: 'venueView', signal }),
    flash: (signal?: Signal) => http<FlashView>({ path: '/api/flash', answer: 'flashView', signal }),
    reservations: (signal?: Signal) =>
      http<FlashReservations>({ path: '/api/flash/reservations', answer: 'flashReservations', signal }),
    reserveFlash: (activityId: string, keep: boolean) =>
      http<FlashReservation>({
        method: keep ? 'POST' : 'DELETE',
        path: `/api/flash/${id(activityId)}/reservation`,
        ...(keep && { body: {} }),
        answer: 'flashReservation',
      }),
    categories: (signal?: Signal) =>
      http<CategoriesView>({ path: '/api/categories', answer: 'categoriesView', signal }),
    products: (query: ProductQuery, signal?: Signal) =>
      http<ProductList>({ path: '/api/products', query, answer: 'productList', signal }),
    searchWords: (signal?: Signal) =>
      http<z.infer<typeof searchWordsView>>({ path: '/api/search-words', answer: 'searchWordsView', signal }),
    product: (productId: string, signal?: Signal) =>
      http<ProductView>({ path: `/api/products/${id(productId)}`, answer: 'productView', signal }),
    favourites: (signal?: Signal) =>
      http<z.infer<typeof favouritesView>>({ path: '/api/favourites', answer: 'favouritesView', signal }),
    setFavourite: (productId: string, favourite: boolean) =>
      http<unknown>({
        method: favourite ? 'PUT' : 'DELETE',
        path: `/api/favourites/${id(productId)}`,
        answer: 'none',
      }),

    points: (query: { cursor?: string } = {}, signal?: Signal) =>
      http<PointsView>({ path: '/api/points', query, answer: 'pointsView', signal }),
    coupons: (signal?: Signal) =>
      http<CouponCentre>({ path: '/api/coupons', answer: 'couponCentre', signal }),
    myCoupons: (query: { state?: CouponView['state'] } = {}, signal?: Signal) =>
      http<CouponList>({ path: '/api/coupons/mine', query, answer: 'couponList', signal }),
    claimCoupon: (body: CouponClaim) =>
      attempt(`coupon:${body.promotionId ?? body.code}`, body, (key) =>
        http<CouponView>({ method: 'POST', path: '/api/coupons', body, key, answer: 'couponView' }),
      ),

    presale: (skuId: string, signal?: Signal) =>
      http<PresaleAnswer>({ path: `/api/presale/${id(skuId)}`, answer: 'presaleAnswer', signal }),
    presaleOrder: (skuId: string, body: PresaleOrderRequest) =>
      attempt(`presale:${skuId}`, body, (key) =>
        http<PurchaseView>({
          method: 'POST',
          path: `/api/presale/${id(skuId)}/orders`,
          body,
          key,
          answer: 'purchaseView',
        }),
      ),
    presaleFullOrder: (skuId: string, body: PresaleFullOrderRequest) =>
      attempt(`presaleFull:${skuId}`, body, (key) =>
        http<PurchaseView>({
          method: 'POST',
          path: `/api/presale/${id(skuId)}/full/orders`,
          body,
          key,
          answer: 'purchaseView',
        }),
      ),
    similar: (skuId: string, signal?: Signal) =>
      http<SimilarAnswer>({ path: `/api/similar/${id(skuId)}`, answer: 'similarAnswer', signal }),
    notices: (signal?: Signal) => http<NoticeList>({ path: '/api/notices', answer: 'noticeList', signal }),
    readNotices: () =>
      http<NoticeList>({ method: 'POST', path: '/api/notices/read', body: {}, answer: 'noticeList' }),

    /** The cheapest way to the next step of an offer; null when it would not pay. */
    topUp: (promotion: string, signal?: Signal) =>
      http<TopUpView>({ path: '/api/cart/top-up', query: { promotion }, answer: 'topUpView', signal }),
    cart: (signal?: Signal) => http<CartView>({ path: '/api/cart', answer: 'cartView', signal }),
    putCartLine: (skuId: string, line: { quantity: number; selected: boolean }) =>
      http<CartView>({ method: 'PUT', path: `/api/cart/lines/${id(skuId)}`, body: line, answer: 'cartView' }),
    deleteCartLine: (skuId: string) =>
      http<CartView>({ method: 'DELETE', path: `/api/cart/lines/${id(skuId)}`, answer: 'cartView' }),
    selectCartLines: (skuIds: readonly string[], selected: boolean) =>
      http<CartView>({
        method: 'PUT',
        path: '/api/cart/selection',
        body: { skuIds, selected },
        answer: 'cartView',
      }),
    quote: (body: QuoteRequest, signal?: Signal) =>
      http<QuoteView>({ method: 'POST', path: '/api/quotes', body, answer: 'quoteView', signal }),

    placePurchase: (body: PurchaseRequest) =>
      attempt('purchase', body, (key) =>
        http<PurchaseView>({ method: 'POST', path: '/api/purchases', body, key, answer: 'purchaseView' }),
      ),
    placeFlashOrder: (activityId: string, body: FlashOrderRequest) =>
      attempt(`flash:${activityId}`, body, (key, again) =>
        http<PurchaseView>({
          method: 'POST',
          path: `/api/flash/${id(activityId)}/orders`,
          body,
          key,
          again,
          answer: 'purchaseView',
        }),
      ),
    purchases: (query: { state?: PurchaseView['state']; cursor?: string }, signal?: Signal) =>
      http<PurchaseList>({ path: '/api/purchases', query, answer: 'purchaseList', signal }),
    purchase: (purchaseId: string, signal?: Signal) =>
      http<PurchaseView>({ path: `/api/purchases/${id(purchaseId)}`, answer: 'purchaseView', signal }),
    cancelPurchase: (purchaseId: string) =>
      attempt(`cancel:${purchaseId}`, {}, (key) =>
        http<PurchaseView>({
          method: 'POST',
          path: `/api/purchases/${id(purchaseId)}/cancel`,
          body: {},
          key,
          answer: 'purchaseView',
        }),
      ),
    startPayment: (purchaseId: string, body: { method: PaymentMethod }) =>
      attempt(`pay:${purchaseId}`, body, (key) =>
        http<PaymentView>({
          method: 'POST',
          path: `/api/purchases/${id(purchaseId)}/payments`,
          body,
          key,
          answer: 'paymentView',
        }),
      ),
    payments: (purchaseId: string, signal?: Signal) =>
      http<PaymentList>({
        path: `/api/purchases/${id(purchaseId)}/payments`,
        answer: 'paymentList',
        signal,
      }),
    returnLines: (purchaseId: string, body: ReturnRequest) =>
      attempt(`return:${purchaseId}`, body, (key) =>
        http<ReturnView>({
          method: 'POST',
          path: `/api/purchases/${id(purchaseId)}/returns`,
          body,
          key,
          answer: 'returnView',
        }),
      ),
    aftercare: (purchaseId: string, signal?: Signal) =>
      http<AftercareView>({
        path: `/api/purchases/${id(purchaseId)}/aftercare`,
        answer: 'aftercareView',
        signal,
      }),
    protection: (purchaseId: string, signal?: Signal) =>
      http<ProtectionView>({
        path: `/api/purchases/${id(purchaseId)}/protection`,
        answer: 'protectionView',
        signal,
      }),
    claimProtection: (purchaseId: string, body: ProtectionRequest) =>
      attempt(`protection:${purchaseId}`, body, (key) =>
        http<ProtectionPaid>({
          method: 'POST',
          path: `/api/purchases/${id(purchaseId)}/protections`,
          body,
          key,
          answer: 'protectionPaid',
        }),
      ),
    returnOptions: (purchaseId: string, signal?: Signal) =>
      http<ReturnOptions>({
        path: `/api/purchases/${id(purchaseId)}/return-options`,
        answer: 'returnOptions',
        signal,
      }),
    previewCase: (purchaseId: string, body: CasePreviewRequest, signal?: Signal) =>
      http<CasePreview>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/cases/preview`,
        body,
        answer: 'casePreview',
        signal,
      }),
    requestCase: (purchaseId: string, body: CaseRequest) =>
      attempt(`case:${purchaseId}`, body, (key) =>
        http<CaseView>({
          method: 'POST',
          path: `/api/purchases/${id(purchaseId)}/cases`,
          body,
          key,
          answer: 'caseView',
        }),
      ),
    cases: (purchaseId: string, signal?: Signal) =>
      http<CaseList>({ path: `/api/purchases/${id(purchaseId)}/cases`, answer: 'caseList', signal }),
    withdrawCase: (caseId: string) =>
      attempt(`withdraw:${caseId}`, {}, (key) =>
        http<CaseView>({
          method: 'POST',
          path: `/api/cases/${id(caseId)}/withdraw`,
          body: {},
          key,
          answer: 'caseView',
        }),
      ),
    sendCaseBack: (caseId: string, body: CaseSendBack) =>
      attempt(`sendBack:${caseId}`, body, (key) =>
        http<CaseView>({
          method: 'POST',
          path: `/api/cases/${id(caseId)}/send-back`,
          body,
          key,
          answer: 'caseView',
        }),
      ),
    invoices: (purchaseId: string, signal?: Signal) =>
      http<InvoiceList>({
        path: `/api/purchases/${id(purchaseId)}/invoices`,
        answer: 'invoiceList',
        signal,
      }),
    requestInvoice: (purchaseId: string, orderId: string, body: InvoiceRequest) =>
      attempt(`invoice:${orderId}`, body, (key) =>
        http<InvoiceList>({
          method: 'POST',
          path: `/api/purchases/${id(purchaseId)}/orders/${id(orderId)}/invoice`,
          body,
          key,
          answer: 'invoiceList',
        }),
      ),
    withdrawInvoice: (invoiceId: string) =>
      attempt(`withdraw:${invoiceId}`, {}, (key) =>
        http<unknown>({
          method: 'POST',
          path: `/api/invoices/${id(invoiceId)}/withdraw`,
          body: {},
          key,
          answer: 'none',
        }),
      ),
    complain: (purchaseId: string, body: ComplaintRequest) =>
      http<z.infer<typeof complaintView>>({
        method: 'POST',
        path: `/api/purchases/${id(purchaseId)}/complaints`,
        body,
        answer: 'complaintView',
      }),
  };
}

export type ShopClient = ReturnType<typeof createShopClient>;
