import { answer, api } from "./http";

export const fetchPushKey = () => answer(api.GET("/api/push/key"));
export const fetchPushDevices = () => answer(api.GET("/api/push/subscriptions"));

/** Tells this device, or tells it in another way. */
export function addPushDevice(subscription: PushSubscription, show_content: boolean) {
  const { endpoint, expirationTime, keys } = subscription.toJSON();
  const body = { endpoint, expirationTime, keys: { p256dh: keys?.p256dh, auth: keys?.auth }, show_content };
  return answer(api.POST("/api/push/subscriptions", { body }));
}

export const removePushDevice = (endpoint: string) =>
  answer(api.DELETE("/api/push/subscriptions", { body: { endpoint } }));

export const removePushDeviceById = (id: string) =>
  answer(api.DELETE("/api/push/subscriptions/{id}", { params: { path: { id } } }));
