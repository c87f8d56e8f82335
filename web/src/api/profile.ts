import { get, patch } from "./http";
import type { Greeting, Profile, ProfileChange } from "./types";

const path = "/api/user-profile/";

export const fetchProfile = () => get<Profile>(path);
export const changeProfile = (change: ProfileChange) => patch<Profile>(path, change);
export const fetchGreeting = () => get<Greeting>("/api/greeting/");

export const timezoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
