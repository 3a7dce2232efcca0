#pragma once
#include "records/catalog/catalog.hpp"
#include "services/casework/case.hpp"
#include "services/casework/office.hpp"
#include "services/casework/subject.hpp"

namespace leye::casework {

/// Asks the item's rule about the case as it stands without its own effect, and adds what follows: the decision, and on a
/// settled case the effect, the certificate and the message. Used on submission, after a mend and after a commitment. In an
/// objection the rule may grant; where it does not, nothing follows and an officer decides.
/// in: `note` is why a settled case is corrected. Fails: decision_correct; correction_not_settled (details: zh, en); whatever
/// the effect refuses.
Result<void> decide_by_rule(party::Context& at, const Office& office, const catalog::Item& item, Case& c, Subject& subject, std::string_view note = {});

/// Carries out a settled case: the effect, and a certificate where the item has one; what was corrected gets a new one.
/// in: `decision` is the body of the decision about to be added; the certificate's code is put into it.
Result<void> carry_out(party::Context& at, const Office& office, const catalog::Item& item, Case& c, json::Object& decision, Subject& subject, std::string_view note);

/// Takes back what a settled case did: its effect and its certificate.
Result<void> take_back(party::Context& at, const catalog::Item& item, const Case& c, Subject& subject, std::string_view note);

/// Adds an action of the context's actor at the end of the case.
void add_action(party::Context& at, Case& c, Act act, json::Object body, json::Object values = {});
/// As above, done by rule.
void add_rule_action(party::Context& at, Case& c, Act act, json::Object body);

/// Writes the new actions, the journal entry of each, and nothing else. Fails: case_changed.
Result<void> store_case(party::Context& at, const Case& c, int64_t stored_version);

/// A day as a letter says it: «12月3日».
std::string spoken(Date day);
/// Sends the item's letter for the event to whose case it is: the person, or the unit's handlers where somebody else acted,
/// and then also the worker whose record changed. To nobody where no phone is known. `event`: submitted, settled, refused,
/// corrected, revoked, correction_asked, answered, check_kept, check_broken.
void tell(party::Context& at, const Office& office, const catalog::Item& item, const Case& c, std::string_view event, Subject& subject);

}  // namespace leye::casework
