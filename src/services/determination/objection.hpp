#pragma once
#include "records/catalog/determination.hpp"
#include "services/casework/office.hpp"
#include "services/determination/finding.hpp"

/// «This is wrong» (row 18.3): what a finding told the register is put back at once, and a case with a number and a clock
/// begins, which an officer decides as any other.
namespace leye::determination {

/// The item whose case it is.
inline constexpr std::string_view objection_item = "finding_objection";
/// An entitlement that ended can be objected to for so many days. law: 行政复议法 (2024) 第二十条.
inline constexpr int objection_days = 60;

/// Whether somebody can still say that the finding is wrong. in: `kind` of its determination.
bool may_object(const Finding& finding, std::string_view kind, Date today);

/// Says that a finding is wrong: its owner, or an officer with window duty for somebody who stands there or calls. in: `reason` in
/// the person's words, or empty. out: the finding with the number of the case. Fails: finding_unknown, finding_not_yours,
/// finding_answered (details: state); text_too_long; whatever submission refuses.
Result<Finding> object(party::Context& at, const casework::Office& office, FindingId id, std::string_view reason);

/// Does to a finding what was decided on the objection to it: settled, it stays put back; refused, the register is told again;
/// withdrawn, it is as it was before.
class Objections final : public casework::Follower {
  public:
    Result<void> follow(party::Context& at, const casework::Office& office, const casework::Case& c) const override;
};

}  // namespace leye::determination
