#pragma once
#include "records/catalog/catalog.hpp"
#include "services/casework/case.hpp"
#include "services/casework/office.hpp"
#include "services/casework/subject.hpp"

namespace leye::casework {

/// Asks the item's rule about the case as it stands, and adds what follows: the decision, and on a settled case the
/// effect, the certificate and the message. Used on submission, after a mend and after a commitment.
/// Fails: decision_correct; whatever the effect refuses.
Result<void> decide_by_rule(party::Context& at, const Office& office, const catalog::Item& item, Case& c, Subject& subject);

/// Carries out a settled case: effect, certificate, commitment on the list of checks.
/// in: `decision` is the body of the decision about to be added; the certificate's code is put into it.
Result<void> carry_out(party::Context& at, const Office& office, const catalog::Item& item, Case& c, json::Object& decision, Subject& subject);

/// Adds an action of the context's actor at the end of the case.
void add_action(party::Context& at, Case& c, Act act, json::Object body, json::Object values = {});
/// As above, done by rule.
void add_rule_action(party::Context& at, Case& c, Act act, json::Object body);

/// Writes the new actions, the journal entry of each, and nothing else. Fails: case_changed.
Result<void> store_case(party::Context& at, const Case& c, int64_t stored_version);

/// Sends the item's letter for the event to the person or to nobody where no phone is known. `event`: submitted,
/// settled, refused, correction_asked, answered, check_kept, check_broken.
void tell(party::Context& at, const Office& office, const catalog::Item& item, const Case& c, std::string_view event, Subject& subject);

}  // namespace leye::casework
