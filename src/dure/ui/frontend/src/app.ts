/** What every page needs before it can be touched. Everything else is an island, loaded when it is seen. */
import "./styles/index.css";
import "htmx.org";
import { startDialogs } from "./dialogs";
import { startIslands } from "./islands";
import { startMenus } from "./menus";
import { startOffline } from "./offline";
import { startToasts } from "./toasts";

document.documentElement.classList.add("has-script");
startDialogs();
startMenus();
startToasts();
startIslands();
startOffline();
