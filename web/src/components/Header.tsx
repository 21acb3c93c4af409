import { Button } from "@chatui/core";
import { COPY } from "../copy";
import type { Institution, Owner } from "../contract";
import { Logo, PersonIcon } from "./icons";

interface HeaderProps {
  institution: Institution | null;
  owner: Owner;
  largeType: boolean;
  onLargeType: () => void;
  /** Asks for a person, or goes back to the assistant when a person is here. */
  onHuman: () => void;
}

/** Who speaks here and under which licence, and the way to a person. */
export function Header({ institution, owner, largeType, onLargeType, onHuman }: HeaderProps) {
  return (
    <header className="header">
      <div className="column header-row">
        <Logo />
        <div className="header-main">
          <h1>
            {COPY.brand} <span lang="en">{COPY.brandLatin}</span>
            <span className={owner === "human" ? "who who-human" : "who"} role="status">
              {owner === "human" ? COPY.human : COPY.assistant}
            </span>
          </h1>
          <InstitutionLine institution={institution} />
        </div>
        <Button
          className="header-button type-button"
          aria-pressed={largeType}
          aria-label={COPY.largeTypeLabel}
          onClick={onLargeType}
        >
          {COPY.largeType}
        </Button>
        <Button className="header-button human-button" onClick={onHuman}>
          <PersonIcon />
          {owner === "human" ? COPY.endHuman : COPY.toHuman}
        </Button>
      </div>
    </header>
  );
}

function InstitutionLine({ institution }: { institution: Institution | null }) {
  if (!institution?.name) return null;
  return (
    <p className="institution">
      <span>{institution.name}</span>
      {institution.licence && (
        <span>
          {COPY.licence} {institution.licence}
        </span>
      )}
    </p>
  );
}
