import { connectAsync } from 'mqtt';
import { startBroker } from '../start/broker';
import { hostileMessages, overMqtt } from './support/hostile-messages';
(async()=>{ const b = await startBroker({host:'127.0.0.1',port:26990}); const c = await connectAsync(b.url);
let last=''; let n=0; let done=0;
c.on('close',()=>console.log('close', n, done)); c.on('error',e=>console.log('err',e.message));
c.on('packetsend',(p:any)=>{ if(p.cmd==='publish') last=JSON.stringify(p.topic).slice(0,80)+' '+p.payload.length; });
c.on('close',()=>console.log('last',last));
for (const m of hostileMessages(20260302)) { const p=overMqtt(m); if(!p) continue; 
 const t=setTimeout(()=>{console.log('stuck', JSON.stringify(p.topic).slice(0,100), p.topic.length, p.payload.length, m.mutation); process.exit()},3000);
 await c.publishAsync(p.topic,p.payload,{qos:1}); clearTimeout(t); done++; if(++n===10000) break; }
console.log('ok',n); process.exit();
})();
