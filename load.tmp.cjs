require('zod'); require('n8n-workflow');
const c0=process.cpuUsage(), t0=performance.now();
const m=require(process.argv[2]); const t1=performance.now(); const c1=process.cpuUsage(c0);
const n=new (Object.values(m)[0])(); const t2=performance.now(); const c2=process.cpuUsage(c0);
console.log(JSON.stringify([t1-t0,t2-t1,c1.user/1000,c2.user/1000]));
