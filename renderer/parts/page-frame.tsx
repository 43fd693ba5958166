// A page in place of the accounts: its title, and what stands on it; Escape leads back.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { closePage } from '../state.ts';

export interface PageFrameProps {
  readonly title: string;
  /** Whether it opens at its top; otherwise one of its sections takes the keyboard. */
  readonly fromTop: boolean;
  readonly children: ComponentChildren;
}

export function PageFrame({ title, fromTop, children }: PageFrameProps) {
  const heading = useRef<HTMLHeadingElement>(null);

  useLayoutEffect(() => {
    if (fromTop) {
      scrollTo({ top: 0, behavior: 'instant' });
      heading.current?.focus();
    }
    // On the document, because a click beside the controls leaves the focus nowhere.
    const leave = ({ key }: KeyboardEvent): void => {
      if (key === 'Escape') closePage();
    };
    document.addEventListener('keydown', leave);
    return () => {
      document.removeEventListener('keydown', leave);
    };
  }, []);

  return (
    <>
      <header class="header header-page">
        <h1 ref={heading} class="title" tabIndex={-1}>
          {title}
        </h1>
      </header>
      <main class="page">{children}</main>
    </>
  );
}
