import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { EditField } from "@/components/edit-field";
import { aMessage, aReply } from "@/lib/threads/fixtures";
import { type Actions, ActionsProvider } from "./actions";
import { BranchPager } from "./branch-pager";
import { RowTools } from "./row-tools";

let actions: Actions;

beforeEach(() => {
  actions = {
    active: true,
    startEdit: vi.fn(),
    saveEdit: vi.fn(),
    tryAgain: vi.fn(),
    select: vi.fn(async () => {}),
    fork: vi.fn(),
    askDelete: vi.fn(),
    startEditUnsent: vi.fn(),
    saveUnsent: vi.fn(),
    sendAgain: vi.fn(),
    sendWithout: vi.fn(),
    removeUnsent: vi.fn(),
    cancelEdit: vi.fn(),
  };
});

const show = (row: React.ReactNode) => render(<ActionsProvider value={actions}>{row}</ActionsProvider>);
const button = (name: string) => screen.getByRole("button", { name });

describe("versions of a message", () => {
  const second = aReply("a2", "q", "words", { siblings: ["a1", "a2", "a3"] });

  test("are counted, and turned like pages", async () => {
    show(<BranchPager message={second} />);
    const pager = screen.getByRole("group", { name: "Versions of this message" });
    expect(pager.textContent?.replace(/\s+/g, " ")).toContain("Version 2 /of 3");
    await userEvent.click(button("Previous version"));
    expect(actions.select).toHaveBeenLastCalledWith(second, "a1");
    await userEvent.tab();
    expect(document.activeElement).toBe(button("Next version"));
    await userEvent.keyboard("{Enter}");
    expect(actions.select).toHaveBeenLastCalledWith(second, "a3");
  });

  test("end at the last, without taking the focus away", async () => {
    show(<BranchPager message={{ ...second, id: "a3" }} />);
    await userEvent.click(button("Next version"));
    expect(actions.select).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button("Next version"));
    expect(button("Next version").getAttribute("aria-disabled")).toBe("true");
  });

  test("are turned one at a time", async () => {
    let done = () => {};
    actions.select = vi.fn(() => new Promise<void>((resolve) => (done = resolve)));
    show(<BranchPager message={second} />);
    await userEvent.dblClick(button("Next version"));
    expect(actions.select).toHaveBeenCalledOnce();
    done();
  });

  test("are not spoken of where there is only one", () => {
    show(<BranchPager message={aMessage("q")} />);
    expect(screen.queryByRole("group")).toBeNull();
  });
});

describe("what can be done with a message", () => {
  const menu = async () => {
    button("More for this message").focus();
    await userEvent.keyboard("{Enter}");
    return (await screen.findAllByRole("menuitem")).map((item) => item.textContent);
  };

  test("of mine: copy, edit, go on elsewhere, delete", async () => {
    const mine = aMessage("q");
    show(<RowTools message={mine} always />);
    expect(await menu()).toEqual(["Copy", "Edit", "Continue in a new chat from here", "Delete from here on"]);
    await userEvent.click(screen.getByRole("menuitem", { name: "Edit" }));
    expect(actions.startEdit).toHaveBeenCalledExactlyOnceWith(mine);
  });

  test("of theirs: copy, try again, go on elsewhere, delete", async () => {
    const theirs = aReply("a", "q", "words");
    show(<RowTools message={theirs} always />);
    expect(await menu()).toEqual(["Copy", "Try again", "Continue in a new chat from here", "Delete from here on"]);
    await userEvent.click(screen.getByRole("menuitem", { name: "Continue in a new chat from here" }));
    expect(actions.fork).toHaveBeenCalledExactlyOnceWith(theirs);
  });

  test("in an ended conversation: nothing that would go on with it", async () => {
    actions = { ...actions, active: false };
    show(<RowTools message={aMessage("q")} always />);
    expect(screen.queryByRole("button", { name: "Edit message" })).toBeNull();
    expect(await menu()).toEqual(["Copy", "Continue in a new chat from here", "Delete from here on"]);
  });
});

describe("other words for a message", () => {
  const onSave = vi.fn();
  const onCancel = vi.fn();
  beforeEach(() => {
    onSave.mockReset();
    onCancel.mockReset();
    render(<EditField text="Hello" action="Send" hint="Beside it." onSave={onSave} onCancel={onCancel} />);
  });

  test("are written at once, at the end of those there, and sent with Enter", async () => {
    await userEvent.keyboard(" there{Shift>}{Enter}{/Shift}friend{Enter}");
    expect(onSave).toHaveBeenCalledExactlyOnceWith("Hello there\nfriend");
  });

  test("are sent with Ctrl+Enter too", async () => {
    await userEvent.keyboard("!{Control>}{Enter}{/Control}");
    expect(onSave).toHaveBeenCalledExactlyOnceWith("Hello!");
  });

  test("are given up with Esc, which stops no reply meanwhile", async () => {
    const stop = vi.fn();
    window.addEventListener("keydown", stop);
    await userEvent.keyboard("{Escape}");
    window.removeEventListener("keydown", stop);
    expect(onCancel).toHaveBeenCalledOnce();
    expect(stop).not.toHaveBeenCalled();
  });

  test("can't be none", async () => {
    await userEvent.clear(screen.getByRole("textbox"));
    await userEvent.keyboard("  {Enter}");
    expect(onSave).not.toHaveBeenCalled();
  });
});
