-- For wrk: every request is another shopper with a session, address and idempotency key of their own, from another
-- network address, which the proxy in front of a node would name.
local tokens, keys, nth = {}, {}, 0
local head, pay, run, again

function init(args)
  local file, host, path = args[1], args[2], args[3]
  pay, run, again = args[4], args[5], args[6] == "again"
  for line in io.lines(file) do tokens[#tokens + 1] = line end
  head = "POST " .. path .. " HTTP/1.1\r\nhost: " .. host .. "\r\norigin: http://" .. host
    .. "\r\ncontent-type: application/json\r\ncookie: dacu_shopper="
  -- Only then is an answer looked at.
  if again then response = learn end
end

function request()
  nth = nth + 1
  local who = (nth - 1) % #tokens + 1
  local key = table.remove(keys) or (run .. "-" .. nth)
  local body = '{"quantity":1,"expectedPayFen":' .. pay .. ',"address":{"recipient":"张伟","phone":"'
    .. string.format("139%08d", who) .. '","region":"310000","line":"浦东新区世纪大道' .. who .. '号"}}'
  return head .. tokens[who] .. "\r\nidempotency-key: " .. key
    .. "\r\nx-forwarded-for: 10." .. math.floor(who / 65536) % 256 .. "." .. math.floor(who / 256) % 256 .. "." .. who % 256
    .. "\r\ncontent-length: " .. #body .. "\r\n\r\n" .. body
end

-- A refusal brings the key of the next try.
function learn(status, headers, body)
  local key = string.match(body, '"nextKey":"([^"]+)"')
  if key then keys[#keys + 1] = key end
end

function done(summary, latency, requests)
  io.write(string.format(
    'RESULT {"requests":%d,"us":%d,"refused":%d,"broken":%d,"p50Us":%d,"p99Us":%d}\n',
    summary.requests, summary.duration, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
