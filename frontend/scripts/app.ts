// On the pages of members and staff, beside public.ts: fragments without reloading, and keys.

import "htmx.org";
import { watchFragments } from "./fragments";
import { listenToKeys, listenToSendKey } from "./keys";

listenToKeys();
listenToSendKey();
watchFragments();
