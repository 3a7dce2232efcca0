#pragma once
/// Everything the module offers, for callers that want it all.
#include "records/party/agency.hpp"
#include "records/party/context.hpp"
#include "records/party/duty.hpp"
#include "records/party/employer.hpp"
#include "records/party/household.hpp"
#include "records/party/merge.hpp"
#include "records/party/person.hpp"
#include "records/party/read_log.hpp"
#include "records/party/reseal.hpp"
#include "records/party/schema.hpp"
#include "records/party/search.hpp"
#include "records/party/staff.hpp"
