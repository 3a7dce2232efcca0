#pragma once
#include "services/casework/facts.hpp"

namespace leye::casework {

/// Whose case it is, as the records stood before the act: read when first asked for, then kept, so that rule, effect and
/// letter of one act see the same and read it once. Lives for one act.
class Subject {
  public:
    Subject(party::Context& at, std::optional<party::PersonId> person, std::optional<party::EmployerId> employer)
        : at_(at), person_id_(person), employer_id_(employer) {}
    /// nullptr where the case is nobody's own; Bug for an unknown id.
    const PersonFacts* person() {
        if (person_id_ && !person_) person_ = gather_person(at_.tx, at_.seal, at_.reference, *person_id_, at_.now);
        return person_ ? &*person_ : nullptr;
    }
    /// nullptr where the case is no unit's.
    const party::Employer* employer() {
        if (employer_id_ && !employer_) employer_ = party::get_employer(at_.tx, *employer_id_);
        return employer_ ? &*employer_ : nullptr;
    }
    /// The person's spell of the kind that has no end yet; nullptr where there is none.
    const status::Spell* open_spell(status::Kind kind) {
        if (!person()) return nullptr;
        for (const auto& s : person_->spells)
            if (s.kind == kind && !s.until) return &s;
        return nullptr;
    }

  private:
    party::Context& at_;
    std::optional<party::PersonId> person_id_;
    std::optional<party::EmployerId> employer_id_;
    std::optional<PersonFacts> person_;
    std::optional<party::Employer> employer_;
};

}  // namespace leye::casework
