import {
  Award,
  Briefcase,
  CakeSlice,
  CalendarCheck,
  CalendarClock,
  GraduationCap,
  HandHeart,
  Heart,
  HeartPulse,
  IdCard,
  type LucideIcon,
  MapPin,
  Package,
  PawPrint,
  StickyNote,
  Sunrise,
  ThumbsDown,
  Users,
} from "lucide-react";

/** What a fact is about: the words of the wire, and those of a page. */
export const kinds: Record<string, { label: string; icon: LucideIcon }> = {
  name: { label: "Name", icon: IdCard },
  birthday: { label: "Birthday", icon: CakeSlice },
  family: { label: "Family", icon: Users },
  friend: { label: "Friends", icon: HandHeart },
  pet: { label: "Pets", icon: PawPrint },
  work: { label: "Work", icon: Briefcase },
  education: { label: "Education", icon: GraduationCap },
  place: { label: "Places", icon: MapPin },
  like: { label: "Likes", icon: Heart },
  dislike: { label: "Dislikes", icon: ThumbsDown },
  plan: { label: "Plans", icon: CalendarClock },
  event: { label: "Events", icon: CalendarCheck },
  possession: { label: "Things", icon: Package },
  skill: { label: "Skills", icon: Award },
  health: { label: "Health", icon: HeartPulse },
  belief: { label: "Beliefs", icon: Sunrise },
  other: { label: "Other", icon: StickyNote },
};

/** A kind a later server may bring is shown like any other. */
export const kindOf = (kind: string) => kinds[kind] ?? { label: kind, icon: StickyNote };
