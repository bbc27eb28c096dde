import type { Survey } from "../survey.js";
import type { Item, ItemDeclaration } from "./item.js";
import type { RawColumn } from "./rawSurvey.js";

/** What another survey says of the columns of this one. */
export interface DeclaredAs {
  readonly id: string | undefined;
  readonly items: ReadonlyMap<string, ItemDeclaration>;
  readonly about: readonly string[];
}

/**
 * The items of another survey as declarations of this one's columns. Choices that one column held together are found again by what is in it; all other items
 * have to be here.
 */
export function declaredAs({ id, items, about }: Survey, columns: readonly RawColumn[]): DeclaredAs {
  const here = new Set(columns.flatMap(({ header, name }) => [header, name]));
  return {
    id: here.has(id) ? id : undefined,
    items: new Map(
      items
        .filter(({ kind, name }) => kind !== "multiple" || here.has(name))
        .map((item) => [item.name, declared(item)]),
    ),
    about: about.columnNames().filter((name) => name !== id && here.has(name)),
  };
}

function declared({ name: _, stem: _stem, ...item }: Item): ItemDeclaration {
  return item;
}
