import type { Mood } from "@/api/types";
import { fullTime } from "@/lib/time";
import { valenceWord } from "./mood-scale";

/** A mood as it is read out. */
export const moodText = (mood: Mood): string => `${mood.label}, ${valenceWord(mood.valence)}, ${fullTime(mood.at)}`;
