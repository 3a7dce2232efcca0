#pragma once
#include <array>

#include "services/casework/case.hpp"
#include "services/casework/facts.hpp"

namespace leye::casework {

/// Whose case it is, as the records stood before the act and without what the case itself said: read when first asked for,
/// then kept, so that rule, effect and letter of one act see the same and read it once. Lives for one act.
class Subject {
  public:
    Subject(party::Context& at, std::optional<party::PersonId> person, std::optional<party::EmployerId> employer)
        : at_(at), person_id_(person), employer_id_(employer), asked_at_(at.now) {}
    /// Of a case that exists. Where its effect is in force, the rule is asked about the day on which it was handed in, with
    /// what is known now: what came after is no reason against it.
    Subject(party::Context& at, const Case& c)
        : at_(at), person_id_(c.origin.person), employer_id_(c.origin.employer), case_number_(c.ever_carried_out ? c.origin.number : ""),
          asked_at_(c.carried_out ? c.origin.submitted_at : at.now) {}

    /// nullptr where the case is nobody's own; Bug for an unknown id.
    const PersonFacts* person() {
        if (person_id_ && !person_) person_ = gather_person(at_.tx, at_.seal, at_.reference, *person_id_, asked_at_, case_number_);
        return person_ ? &*person_ : nullptr;
    }
    /// nullptr where the case is no unit's.
    const party::Employer* employer() {
        if (employer_id_ && !employer_) employer_ = party::get_employer(at_.tx, *employer_id_);
        return employer_ ? &*employer_ : nullptr;
    }
    /// Of a unit's case: whom it is about. in: always the same `values`.
    const WorkerFacts& worker(const json::Object& values) {
        if (!worker_) worker_ = gather_worker(at_.tx, at_.seal, at_.reference, *employer_id_, values, asked_at_, case_number_, Hold::yes);
        return *worker_;
    }
    /// The person's spell of the kind that holds on the day asked about; nullptr where there is none.
    const status::Spell* open_spell(status::Kind kind) {
        if (!person()) return nullptr;
        for (const auto& s : person_->found.spells)
            if (s.kind == kind && s.period().contains(asked_at_.date())) return &s;
        return nullptr;
    }
    /// What the rule is told of subject and case. in: always the same `values`; only the commitment may come in between.
    const json::Object& rule_facts(const json::Object& values, bool commitment) {
        if (!facts_) {
            facts_ = decision_facts(person(), employer(), values, commitment, asked_at_.date(), &memory_);
            if (employer())
                for (const auto& f : worker(values).known) (*facts_)[f.name] = f.value;
        }
        (*facts_)["commitment"] = commitment;
        return *facts_;
    }
    Instant asked_at() const { return asked_at_; }
    /// Empty for a case that has said nothing yet.
    std::string_view case_number() const { return case_number_; }

  private:
    party::Context& at_;
    std::optional<party::PersonId> person_id_;
    std::optional<party::EmployerId> employer_id_;
    std::string case_number_;
    Instant asked_at_;
    std::optional<PersonFacts> person_;
    std::optional<party::Employer> employer_;
    std::optional<WorkerFacts> worker_;
    std::array<unsigned char, 8192> room_;
    boost::json::monotonic_resource memory_{room_.data(), room_.size()};
    std::optional<json::Object> facts_;
};

}  // namespace leye::casework
