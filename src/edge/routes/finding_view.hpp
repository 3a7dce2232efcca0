#pragma once
#include "edge/routes/finding_shape.hpp"
#include "edge/routes/house.hpp"

namespace leye::routes {

/// A finding as a person reads it: the sentence with its numbers, the facts it rests on with their labels, what may be done.
FindingShape shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& finding);
/// As a list of the desk has it, without the facts: they may be of somebody's health, and whoever looks at them is recorded.
FindingShape listed_shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& finding);
/// What its state is called: to the person, or at the desk.
Words state_words(const catalog::Phrases& phrases, determination::FindingState state, bool at_desk);
/// The same with whom it is about, the name masked.
DeskFindingShape desk_shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& finding);
/// As one who looks into it sees it, with the facts.
DeskFindingShape opened_shape_of(House& house, store::Connection& c, const party::Actor& actor, Instant now, const determination::Finding& finding);

}  // namespace leye::routes
