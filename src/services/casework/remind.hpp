#pragma once
#include "services/casework/office.hpp"

namespace leye::casework {

/// Days before a commitment's check at which the person is told to stay reachable.
inline constexpr int check_notice_days = 7;
/// Days before the promised day at which an applicant who is waited for is reminded.
inline constexpr int promise_notice_days = 2;

/// Nobody's phone rings at night for a reminder: they are sent from this hour until that one.
inline constexpr int reminders_from_hour = 8;
inline constexpr int reminders_until_hour = 20;
/// Whether reminders may be sent now.
bool is_reminder_hour(Instant now);

/// Sends what falls due: `check_due` to people whose commitment is checked within a week, `case_reminder` to those whose
/// mend or commitment a case still waits for when its promised day is near. Each once for a case, whoever asks and however
/// often; a person without a phone is passed over for good. out: cases dealt with; fewer than `most` where nothing is left.
int send_reminders(party::Context& at, const Office& office, int most);

}  // namespace leye::casework
