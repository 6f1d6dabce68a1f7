// Fields are tag, length, bytes, so that an old program skips what a newer one wrote; a field that
// holds its default is left out. The head (kind, key) stands first: the index is rebuilt from it
// without looking at the reply.
#include "run/record.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "run/wire.h"

namespace generator {
namespace {

// Part of the format; never used again for something else.
enum Tag : unsigned char {
  kKey = 1,         // 16 bytes; the record answers this key
  kCallKey = 2,     // 16 bytes; the record is about this key and does not answer it
  kTask = 3,        // text
  kTime = 4,        // varint, milliseconds since 1970
  kUsage = 5,       // varints: input, output, cached, reasoning, cache_written, of
                    // those for an hour
  kModel = 6,       // text
  kStop = 7,        // one byte, the number of StopReason
  kContent = 8,     // text
  kToolCall = 9,    // id, name, arguments, each with its length; repeated, in order
  kOpaque = 10,     // bytes
  kMessage = 11,    // text
  kOffset = 12,     // varint
  kPayment = 13,    // varints: cost, saved, lost, leased (picodollars), leases, priced, in_batch
  kBatchName = 14,  // text
  kBatchStep = 15,  // one byte, the number of BatchNote::Step
  kBatchIdentity = 16,  // text
  kBatchId = 17,        // text
  kBatchKeys = 18,      // 16 bytes each
  kBatchExpires = 19,   // varint, milliseconds since 1970
};

void put_field(Tag tag, std::string_view bytes, std::string& out) {
  out += static_cast<char>(tag);
  wire::put_bytes(bytes, out);
}

void put_text(Tag tag, std::string_view bytes, std::string& out) {
  if (!bytes.empty()) put_field(tag, bytes, out);
}

std::string_view bytes_of(const Digest& key) {
  return {reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()};
}

// Zeros at the end are left out, but for the first `least`; nothing is written where all are 0.
void put_numbers(Tag tag, std::initializer_list<std::int64_t> numbers, std::size_t least,
                 std::string& out) {
  std::size_t count = numbers.size();
  while (count > 0 && numbers.begin()[count - 1] == 0) --count;
  if (count == 0) return;
  std::string bytes;
  for (std::size_t i = 0; i < std::max(count, least); ++i)
    wire::put_signed(numbers.begin()[i], bytes);
  put_field(tag, bytes, out);
}

void put_usage(const Usage& usage, std::string& out) {
  put_numbers(kUsage,
              {usage.input, usage.output, usage.cached, usage.reasoning, usage.cache_written,
               usage.cache_written_hour},
              4, out);
}

void put_payment(const Payment& payment, std::string& out) {
  put_numbers(kPayment,
              {payment.cost.pico, payment.saved.pico, payment.lost.pico, payment.leased.pico,
               payment.leases, payment.priced ? 1 : 0, payment.in_batch ? 1 : 0},
              0, out);
}

void put_completion(const Completion& completion, std::string& out) {
  put_text(kModel, completion.model, out);
  if (completion.stop_reason != StopReason::kStop)
    put_field(kStop, std::string(1, static_cast<char>(completion.stop_reason)), out);
  put_text(kContent, completion.message.content, out);
  for (const ToolCall& call : completion.message.tool_calls) {
    std::string parts;
    for (const std::string* part : {&call.id, &call.name, &call.arguments})
      wire::put_bytes(*part, parts);
    put_field(kToolCall, parts, out);
  }
  put_text(kOpaque, completion.message.opaque, out);
}

void put_batch(const BatchNote& batch, std::string& out) {
  put_text(kBatchName, batch.name, out);
  put_field(kBatchStep, std::string(1, static_cast<char>(batch.step)), out);
  put_text(kBatchIdentity, batch.identity, out);
  put_text(kBatchId, batch.id, out);
  std::string keys;
  for (const Digest& key : batch.keys) keys += bytes_of(key);
  put_text(kBatchKeys, keys, out);
  put_numbers(kBatchExpires, {batch.expires_unix_ms}, 1, out);
}

bool read_number(std::string_view bytes, std::int64_t& number) {
  const std::optional<std::uint64_t> value = wire::take_varint(bytes);
  number = static_cast<std::int64_t>(value.value_or(0));
  return value && bytes.empty();
}

// At least `least` of them; a newer program may count more.
bool read_numbers(std::string_view bytes, std::initializer_list<std::int64_t*> numbers,
                  std::size_t least) {
  std::size_t read = 0;
  for (std::int64_t* n : numbers) {
    if (bytes.empty() && read >= least) return true;
    const std::optional<std::uint64_t> value = wire::take_varint(bytes);
    if (!value) return false;
    *n = static_cast<std::int64_t>(*value);
    ++read;
  }
  return true;
}

bool read_usage(std::string_view bytes, Usage& usage) {
  return read_numbers(
      bytes,
      {&usage.input, &usage.output, &usage.cached, &usage.reasoning, &usage.cache_written,
       &usage.cache_written_hour},
      4);
}

bool read_payment(std::string_view bytes, Payment& payment) {
  std::int64_t priced = 0, in_batch = 0;
  const bool fits = read_numbers(bytes,
                                 {&payment.cost.pico, &payment.saved.pico, &payment.lost.pico,
                                  &payment.leased.pico, &payment.leases, &priced, &in_batch},
                                 1);
  payment.priced = priced != 0;
  payment.in_batch = in_batch != 0;
  return fits;
}

bool read_tool_call(std::string_view bytes, Message& message) {
  ToolCall call;
  for (std::string* part : {&call.id, &call.name, &call.arguments}) {
    const std::optional<std::string_view> text = wire::take_bytes(bytes);
    if (!text) return false;
    *part = *text;
  }
  message.tool_calls.push_back(std::move(call));
  return true;
}

bool read_key(std::string_view bytes, Digest& key) {
  if (bytes.size() != key.bytes.size()) return false;
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(key.bytes.data()));
  return true;
}

bool read_stop(std::string_view bytes, StopReason& stop) {
  if (bytes.size() != 1 ||
      static_cast<unsigned char>(bytes[0]) > static_cast<unsigned char>(StopReason::kContentFilter))
    return false;
  stop = static_cast<StopReason>(bytes[0]);
  return true;
}

bool read_step(std::string_view bytes, BatchNote::Step& step) {
  if (bytes.size() != 1 || bytes[0] < 1 || bytes[0] > 3) return false;
  step = static_cast<BatchNote::Step>(bytes[0]);
  return true;
}

bool read_keys(std::string_view bytes, std::vector<Digest>& keys) {
  constexpr std::size_t kBytes = sizeof(Digest::bytes);
  if (bytes.size() % kBytes != 0) return false;
  for (; !bytes.empty(); bytes.remove_prefix(kBytes))
    read_key(bytes.substr(0, kBytes), keys.emplace_back());
  return true;
}

bool read_field(unsigned char tag, std::string_view bytes, Record& record) {
  Message& message = record.completion.message;
  std::int64_t offset = 0;
  switch (tag) {
    case kKey:
    case kCallKey:
      return read_key(bytes, record.key);
    case kTask:
      record.task = bytes;
      return true;
    case kTime:
      return read_number(bytes, record.unix_ms);
    case kUsage:
      return read_usage(bytes, record.usage);
    case kModel:
      record.completion.model = bytes;
      return true;
    case kStop:
      return read_stop(bytes, record.completion.stop_reason);
    case kContent:
      message.content = bytes;
      return true;
    case kToolCall:
      return read_tool_call(bytes, message);
    case kOpaque:
      message.opaque = bytes;
      return true;
    case kMessage:
      record.message = bytes;
      return true;
    case kOffset:
      if (!read_number(bytes, offset)) return false;
      record.synced_offset = static_cast<std::uint64_t>(offset);
      return true;
    case kPayment:
      return read_payment(bytes, record.payment);
    case kBatchName:
      record.batch.name = bytes;
      return true;
    case kBatchStep:
      return read_step(bytes, record.batch.step);
    case kBatchIdentity:
      record.batch.identity = bytes;
      return true;
    case kBatchId:
      record.batch.id = bytes;
      return true;
    case kBatchKeys:
      return read_keys(bytes, record.batch.keys);
    case kBatchExpires:
      return read_number(bytes, record.batch.expires_unix_ms);
    default:
      return true;  // of a newer program
  }
}

/// Calls `each(tag, bytes)` for every field until it says stop; false where the fields do not fit.
template <class Each>
bool for_each_field(std::string_view fields, Each each) {
  while (!fields.empty()) {
    const auto tag = static_cast<unsigned char>(fields.front());
    fields.remove_prefix(1);
    const std::optional<std::string_view> bytes = wire::take_bytes(fields);
    if (!bytes || !each(tag, *bytes)) return false;
  }
  return true;
}

}  // namespace

Record answer_record(const Digest& key, std::string_view task, Completion completion) {
  Record record;
  record.key = key;
  record.task = task;
  record.unix_ms = completion.unix_ms;
  record.usage = completion.usage;
  record.completion = std::move(completion);
  return record;
}

Record failure_record(const Digest& key, std::string_view task, std::int64_t unix_ms,
                      std::string message) {
  Record record;
  record.kind = RecordKind::kCallFailed;
  record.key = key;
  record.task = task;
  record.unix_ms = unix_ms;
  record.message = std::move(message);
  return record;
}

Digest too_long_key(const Digest& key) {
  return Hasher().add(std::string_view("too long")).add(bytes_of(key)).finish();
}

Record too_long_record(const Digest& key, std::string_view task, std::int64_t unix_ms,
                       std::string message) {
  Record record = failure_record(too_long_key(key), task, unix_ms, std::move(message));
  record.kind = RecordKind::kTooLong;
  return record;
}

Record lease_record(RecordKind kind, const Digest& key, std::string_view task, std::int64_t unix_ms,
                    Usd leased, std::int64_t leases) {
  Record record;
  record.kind = kind;
  record.key = key;
  record.task = task;
  record.unix_ms = unix_ms;
  record.payment.leased = leased;
  record.payment.leases = leases;
  return record;
}

Record batch_record(BatchNote batch, std::string_view task, std::int64_t unix_ms,
                    std::string message) {
  Record record;
  record.kind = RecordKind::kBatch;
  record.task = task;
  record.unix_ms = unix_ms;
  record.message = std::move(message);
  record.batch = std::move(batch);
  return record;
}

void encode_record(const Record& record, std::string& out) {
  out += static_cast<char>(record.kind);
  if (record.kind == RecordKind::kSynced) {
    std::string number;
    wire::put_varint(record.synced_offset, number);
    return put_field(kOffset, number, out);
  }
  put_field(has_key_of_its_own(record.kind) ? kKey : kCallKey, bytes_of(record.key), out);
  put_text(kTask, record.task, out);
  std::string time;
  wire::put_signed(record.unix_ms, time);
  put_field(kTime, time, out);
  put_usage(record.usage, out);
  put_payment(record.payment, out);
  if (record.kind == RecordKind::kAnswer) put_completion(record.completion, out);
  if (record.kind == RecordKind::kBatch) put_batch(record.batch, out);
  put_text(kMessage, record.message, out);
}

Result<Record> decode_record(std::string_view body) {
  if (body.empty()) return fail(ErrorKind::kCorrupt, "the record is empty");
  Record record;
  record.kind = static_cast<RecordKind>(body.front());
  body.remove_prefix(1);
  if (!for_each_field(body, [&](unsigned char tag, std::string_view bytes) {
        return read_field(tag, bytes, record);
      }))
    return fail(ErrorKind::kCorrupt, "a field of the record does not fit");
  record.completion.usage = record.usage;
  record.completion.unix_ms = record.unix_ms;
  record.completion.message.role = Role::kAssistant;
  return record;
}

Result<RecordHead> decode_head(std::string_view body) {
  if (body.empty()) return fail(ErrorKind::kCorrupt, "the record is empty");
  RecordHead head;
  head.kind = static_cast<RecordKind>(body.front());
  body.remove_prefix(1);
  if (body.empty()) return head;
  const auto tag = static_cast<unsigned char>(body.front());
  body.remove_prefix(1);
  const std::optional<std::string_view> bytes = wire::take_bytes(body);
  std::int64_t offset = 0;
  const bool fits = bytes && (tag != kKey || read_key(*bytes, head.key)) &&
                    (tag != kOffset || read_number(*bytes, offset));
  if (!fits) return fail(ErrorKind::kCorrupt, "the first field of the record does not fit");
  head.answers_key = tag == kKey;
  head.synced_offset = static_cast<std::uint64_t>(offset);
  return head;
}

}  // namespace generator
