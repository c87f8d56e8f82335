import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { fetchPushDevices, removePushDeviceById } from "@/api/push";
import { Button } from "@/components/button";
import { Switch } from "@/components/switch";
import { deviceName } from "@/lib/device";
import { lookAtNotifications, notify, stopNotifying, useNotifications } from "@/lib/notifications";
import { complain } from "@/lib/toasts";
import { Section } from "./section";

const key = ["push-devices"];

/** Told while Kith is closed, each device for itself. */
export function NotificationsSection() {
  const standing = useNotifications((state) => state.standing);
  const client = useQueryClient();
  const devices = useQuery({ queryKey: key, queryFn: async () => (await fetchPushDevices()).results }).data ?? [];
  const refresh = () => client.invalidateQueries({ queryKey: key });
  const change = useMutation({
    mutationFn: async (to: "off" | "hidden" | "shown") => {
      if (to === "off") await stopNotifying();
      else await notify(to === "shown");
    },
    onSettled: refresh,
    onError: complain,
  });
  const removal = useMutation({ mutationFn: removePushDeviceById, onSettled: refresh, onError: complain });
  useEffect(() => void lookAtNotifications(), []);
  const here = devices.find((one) => one.kind === "web" && one.user_agent === navigator.userAgent);
  const on = standing === "on";
  return (
    <Section title="Notifications" text="When somebody writes to you or asks for you while Kith is closed.">
      <div className="flex flex-col gap-5">
        {standing === "unsupported" && (
          <p className="text-ink-soft">
            This browser cannot be told while Kith is closed. On an iPhone or iPad, put Kith on the home screen first.
          </p>
        )}
        {standing === "denied" && (
          <p className="text-ink-soft">Your browser was told no. Allow notifications for this site in its settings.</p>
        )}
        {(on || standing === "off") && (
          <Switch
            label="Tell me on this device"
            checked={on}
            disabled={change.isPending}
            onChange={(next) => change.mutate(next ? "shown" : "off")}
          />
        )}
        {on && (
          <Switch
            label="Show who wrote what"
            hint="Switched off, a notification only says that there is something."
            checked={here?.show_content ?? true}
            disabled={change.isPending}
            onChange={(next) => change.mutate(next ? "shown" : "hidden")}
          />
        )}
        {devices.length > 0 && (
          <ul aria-label="Devices that are told" className="flex flex-col divide-y divide-line">
            {devices.map((device) => (
              <li key={device.id} className="flex items-center gap-3 py-2">
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-semibold">{deviceName(device.user_agent)}</span>
                  <span className="block truncate text-sm text-ink-faint">
                    {device.show_content ? "with what was said" : "without what was said"}
                  </span>
                </span>
                <Button
                  size="small"
                  look="quiet"
                  disabled={removal.isPending}
                  onClick={() => removal.mutate(device.id)}
                >
                  Tell it no more
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}
