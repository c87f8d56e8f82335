import { answer, api } from "./http";
import type { ProfileChange } from "./types";

export const fetchProfile = () => answer(api.GET("/api/user-profile"));
export const changeProfile = (change: ProfileChange) => answer(api.PATCH("/api/user-profile", { body: change }));
export const fetchGreeting = () => answer(api.GET("/api/greeting"));

export const timezoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
