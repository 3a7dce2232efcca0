#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "records/party/context.hpp"

namespace leye::party {

/// Why a file may be opened without asking: a case of this person that the reader has or has just handled.
struct Task {
    bool held = false;
    std::string case_number;
};

/// Somebody looked at a person's file.
struct Reading {
    Uuid id;
    PersonId person;
    Instant at;
    StaffId staff;  ///< nil where the system read
    AgencyId agency;
    std::string by, agency_name;  ///< names at the time of asking
    std::string purpose;
    std::string case_number;
};

/// Lets the actor read the file and records it in the read log and the journal. A person opens the own file
/// unrecorded; staff whose duties need files, with a task or with a purpose of at least 4 characters; nobody
/// else. Fails: person_unknown, sign_in_needed, read_not_yours, duty_missing, read_needs_reason. law:
/// 个人信息保护法 6, 51; MISSION 11.1.
Result<void> open_file(Context& ctx, PersonId id, std::string_view purpose, const Task& task = {});
/// Writes a read into the log and the journal without asking for rights.
void record_read(Context& ctx, PersonId id, std::string_view purpose, std::string_view case_number = {});

/// Who looked at this person's file, newest first.
std::vector<Reading> list_reads(store::Connection& c, PersonId id, int limit = 100);
/// Reads by one member of staff, or by everybody where `staff` is empty, newest first, before the reading
/// `before`.
std::vector<Reading> list_reads_by(store::Connection& c, std::optional<StaffId> staff,
                                   std::optional<Uuid> before, int limit = 50);

}  // namespace leye::party
