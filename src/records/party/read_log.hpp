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

/// Whether `reason` says why staff read: at least 4 and at most 200 characters. Fails: read_needs_reason.
Result<void> check_reason(std::string_view reason);

/// Who looked at this person's file, newest first, before the reading `before`.
std::vector<Reading> list_reads(store::Connection& c, PersonId id, int limit = 100, std::optional<Uuid> before = {});
/// Reads by staff of agencies in the area and below, or by one of them, newest first, before the reading `before`.
std::vector<Reading> list_reads_by(store::Connection& c, std::string_view area, std::optional<StaffId> staff,
                                   std::optional<Uuid> before, int limit = 50);

/// Whether the member of staff read this case since then. Cost: the reads of one member of staff since then.
bool has_read(store::Connection& c, StaffId staff, std::string_view case_number, Instant since);

/// Somebody of the staff looked at what a unit has handed in.
struct UnitReading {
    Uuid id;
    Instant at;
    std::string by, agency_name;
    std::string purpose;
};
/// Writes such a read into its log and the journal without asking for rights. in: the actor is staff.
void record_unit_read(Context& ctx, EmployerId id, std::string_view purpose);
/// Newest first, before the reading `before`.
std::vector<UnitReading> list_unit_reads(store::Connection& c, EmployerId id, std::optional<Uuid> before, int limit);

}  // namespace leye::party
